import { createEvent, type BenchOrganiser } from '../stage/organisers.ts'
import type { Pair } from './status-calls.ts'

type PairRequest = { count: number; firstId: number }

/** Creates events, each with an unused id of the ticket system. The first status message links the two. */
export async function makePairs(
  api: string,
  organiser: BenchOrganiser | undefined,
  { count, firstId }: PairRequest,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let index = 0; index < count; index++) {
    const { id } = await createEvent(api, organiser?.token ?? '', `Bench ${firstId + index}`)
    pairs.push({ eventId: id, hiEventId: firstId + index })
  }
  return pairs
}
