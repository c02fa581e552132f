import { createEvent, type BenchOrganiser } from '../stage/organisers.ts'
import type { Pair } from './status-calls.ts'

type Wanted = { count: number; firstId: number }

/** Events of an organiser's, each with an id of the ticket system's that nothing else uses; the first message links them. */
export async function makePairs(
  api: string,
  organiser: BenchOrganiser | undefined,
  { count, firstId }: Wanted,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let index = 0; index < count; index++) {
    const { id } = await createEvent(api, organiser?.token ?? '', `Bench ${firstId + index}`)
    pairs.push({ eventId: id, hiEventId: firstId + index })
  }
  return pairs
}
