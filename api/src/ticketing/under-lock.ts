import { ServiceError } from '@tuvens/contract'
import { type Db, sqlState, type Tx } from '@tuvens/platform/db/db'
import { UNIQUE_VIOLATION } from '../base/sql-state.ts'
import { lockEvent } from '../catalogue/store.ts'
import { findTicketing, type TicketingRow } from './store.ts'

/** A Tuvens event, and the Hi.Events event in question (null: none). */
export type EventPair = { eventId: string; hiEventsEventId: number | null }

/**
 * Runs one change of an event's ticketing in its own transaction, one at a time per event.
 *
 * @throws ServiceError EVENT_NOT_FOUND, or LINK_CONFLICT when another event was linked to it at the same time
 */
export async function underLock<T>(
  db: Db,
  { eventId, hiEventsEventId }: EventPair,
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
