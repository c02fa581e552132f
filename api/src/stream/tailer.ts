import type { Db } from '@tuvens/platform/db'
import type { Log } from '@tuvens/platform/log'
import { type Cursor, START } from './cursor.ts'
import { changeFrame } from './frame.ts'
import { type Entry, Ring } from './ring.ts'
import { deleteForeignChanges, findTail, findWriterBound, listChangesAfter, type TailRow } from './store.ts'

export type Tailer = {
  start: () => Promise<void>
  /** Looks now; called when something has been committed. */
  poke: () => void
  position: () => Cursor
  since: (cursor: Cursor) => Entry[] | null
  stop: () => Promise<void>
}

const RING_SIZE = 10_000
const BATCH = 1000
/** The safety net under the wake-ups. */
const POLL_MS = 500
/** While a row waits for an older transaction to end. */
const UNSETTLED_POLL_MS = 10
/** After that long it is asked whether the older transaction writes changes at all; most others do not. */
const PATIENCE_MS = 25

/** Follows the log, one query at a time, and hands every change on in commit order. */
export function createTailer({ db, log }: { db: Db; log: Log }, publish: (entry: Entry) => void): Tailer {
  let position = START
  let ring = new Ring(position, RING_SIZE)
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let stopped = false
  let unsettledSince = Number.POSITIVE_INFINITY

  const take = (row: TailRow) => {
    const cursor = { xid: BigInt(row.xid), id: BigInt(row.id) }
    const entry = { cursor, eventId: row.event_id, frame: changeFrame(row, cursor) }
    position = cursor
    ring.push(entry)
    publish(entry)
  }
  /** Returns whether more is on its way. */
  const readOnce = async (): Promise<'more' | 'unsettled' | 'none'> => {
    const isHeldUp = Date.now() - unsettledSince > PATIENCE_MS
    const bound = isHeldUp ? await findWriterBound(db) : null
    const rows = await listChangesAfter(db, { after: position, bound, limit: BATCH })
    const unsettled = rows.findIndex((row) => !row.is_settled)
    rows.slice(0, unsettled === -1 ? rows.length : unsettled).forEach(take)
    unsettledSince = unsettled === -1 ? Number.POSITIVE_INFINITY : Math.min(unsettledSince, Date.now())
    if (unsettled !== -1) return 'unsettled'
    return rows.length === BATCH ? 'more' : 'none'
  }
  const look = async () => {
    let found: 'more' | 'unsettled' | 'none' | 'failed' = 'none'
    do {
      again = false
      found = await readOnce().catch((error) => {
        log.warn({ err: error }, 'the log of changes could not be read; trying again')
        return 'failed' as const
      })
    } while (!stopped && (found === 'more' || (again && found === 'none')))
    looking = undefined
    if (!stopped) schedule(found === 'unsettled' ? UNSETTLED_POLL_MS : POLL_MS)
  }
  const schedule = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(poke, ms).unref()
  }
  const poke = () => {
    again = true
    if (!stopped) looking ??= look()
  }
  return {
    start: async () => {
      const foreign = await deleteForeignChanges(db)
      if (foreign > 0)
        log.warn({ foreign }, 'dropped changes of another cluster from the log; streams start anew')
      position = await findTail(db)
      ring = new Ring(position, RING_SIZE)
      poke()
    },
    poke,
    position: () => position,
    since: (cursor) => ring.since(cursor),
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}
