import type { ApiClient } from './api/client.ts'

/** The pages that show it are about other things: they do not wait longer for it. */
const PATIENCE_MS = 1_000

/**
 * In how many fields the tickets of each event of an account say something else. A linked event that is missing has lost
 * its link on the ticket side. Null where nothing is known in time.
 */
export async function countDifferences(
  api: ApiClient,
  accountId: number,
): Promise<Map<string, number> | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref())
  const found = await Promise.race([api.accountDifferences(String(accountId)), late])
  return found?.ok ? new Map(found.value.events.map(({ event_id, count }) => [event_id, count])) : null
}
