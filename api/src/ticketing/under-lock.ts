import { ServiceError } from '@tuvens/contract'
import { type Db, sqlState, type Tx } from '@tuvens/platform/db'
import { findTicketing, lockEvent, type TicketingRow } from './store.ts'

export type Pair = { eventId: string; hiEventsEventId: number | null }

/**
 * Runs one change of an event's ticketing in a transaction of its own, one at a time per event.
 *
 * @throws ServiceError EVENT_NOT_FOUND, or LINK_CONFLICT when another event took the Hi.Events id in this moment
 */
export async function underLock<T>(
  db: Db,
  { eventId, hiEventsEventId }: Pair,
  work: (tx: Tx, event: TicketingRow) => Promise<T>,
): Promise<T> {
  try {
    const { result } = await db.begin(async (tx) => {
      const [, event] = await Promise.all([
        lockEvent(tx, eventId),
        findTicketing(tx, eventId, hiEventsEventId),
      ])
      if (event === undefined) throw new ServiceError('EVENT_NOT_FOUND')
      return { result: await work(tx, event) }
    })
    return result
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? new ServiceError('LINK_CONFLICT', { cause: error }) : error
  }
}

const UNIQUE_VIOLATION = '23505'
