import type { Db } from '@tuvens/platform/db'
import type { Log } from '@tuvens/platform/log'
import { setImmediate as socketsServed } from 'node:timers/promises'
import { type Cursor, START } from './cursor.ts'
import { changeFrame } from './frame.ts'
import { type Entry, Ring } from './ring.ts'
import { deleteForeignChanges, findTail, findWriterBound, listChangesAfter, type TailRow } from './store.ts'

const RING_SIZE = 10_000
const BATCH = 1000
/** Handed on at once: far less than what cuts a reader who lags, so that a burst cuts only one who does not read. */
const SLICE = 100
/** The safety net under the wake-ups. */
const POLL_MS = 500
/** While a row waits for an older transaction to end. */
const UNSETTLED_POLL_MS = 10
/** After that long it is asked whether the older transaction writes changes at all; most others do not. */
const PATIENCE_MS = 25

type Found = 'more' | 'unsettled' | 'nothing' | 'failure'

/** Follows the log of changes, one query at a time, and hands every change on in commit order. */
export class Tailer {
  private readonly db: Db
  private readonly log: Log
  private readonly publish: (entry: Entry) => void
  private at = START
  private ring = new Ring(START, RING_SIZE)
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> | undefined
  private isPoked = false
  private isStopped = false
  private unsettledSince = Number.POSITIVE_INFINITY

  constructor({ db, log }: { db: Db; log: Log }, publish: (entry: Entry) => void) {
    this.db = db
    this.log = log
    this.publish = publish
  }

  /** How far it has handed changes on. */
  get position(): Cursor {
    return this.at
  }

  /** What came after a place, from memory; null when that does not reach back so far. */
  since(cursor: Cursor): Entry[] | null {
    return this.ring.since(cursor)
  }

  async start(): Promise<void> {
    const foreign = await deleteForeignChanges(this.db)
    if (foreign > 0) this.log.warn({ foreign }, 'the log held changes of another cluster; streams start anew')
    this.at = await findTail(this.db)
    this.ring = new Ring(this.at, RING_SIZE)
    this.poke()
  }

  /** Looks now; called when something has been committed. */
  poke(): void {
    this.isPoked = true
    if (!this.isStopped) this.looking ??= this.look()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.looking
  }

  private async look(): Promise<void> {
    let found: Found
    do {
      this.isPoked = false
      found = await this.read().catch((error: unknown) => this.fail(error))
    } while (!this.isStopped && (found === 'more' || (found === 'nothing' && this.isPoked)))
    this.looking = undefined
    if (!this.isStopped) this.lookIn(found === 'unsettled' ? UNSETTLED_POLL_MS : POLL_MS)
  }

  private lookIn(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.poke(), ms).unref()
  }

  private async read(): Promise<Found> {
    const isHeldUp = Date.now() - this.unsettledSince > PATIENCE_MS
    const bound = isHeldUp ? await findWriterBound(this.db) : null
    const rows = await listChangesAfter(this.db, { after: this.at, bound, limit: BATCH })
    const unsettled = rows.findIndex((row) => !row.is_settled)
    const isSettled = unsettled === -1
    await this.takeAll(isSettled ? rows : rows.slice(0, unsettled))
    this.unsettledSince = isSettled ? Number.POSITIVE_INFINITY : Math.min(this.unsettledSince, Date.now())
    if (!isSettled) return 'unsettled'
    return rows.length === BATCH ? 'more' : 'nothing'
  }

  private async takeAll(rows: TailRow[]): Promise<void> {
    for (const [index, row] of rows.entries()) {
      this.take(row)
      if (index % SLICE === SLICE - 1) await socketsServed()
    }
  }

  private take(row: TailRow): void {
    const cursor = { xid: BigInt(row.xid), id: BigInt(row.id) }
    const entry = { cursor, eventId: row.event_id, frame: changeFrame(row, cursor) }
    this.at = cursor
    this.ring.push(entry)
    this.publish(entry)
  }

  private fail(error: unknown): Found {
    this.log.warn({ err: error }, 'the log of changes could not be read; trying again')
    return 'failure'
  }
}
