import type { ApiClient } from './api/client.ts'

/** The pages that show it are about other things: they do not wait longer for it. */
const PATIENCE_MS = 1_000

/** In how many fields the tickets of each event of an account say something else; none where that is not known in time. */
export async function countDifferences(api: ApiClient, accountId: number): Promise<Map<string, number>> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref())
  const found = await Promise.race([api.accountDifferences(String(accountId)), late])
  return new Map(found?.ok ? found.value.events.map(({ event_id, count }) => [event_id, count]) : [])
}
