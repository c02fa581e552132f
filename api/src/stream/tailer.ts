import type { Clock } from '@tuvens/platform/clock'
import type { Db } from '@tuvens/platform/db/db'
import type { Log } from '@tuvens/platform/log'
import { histogram } from '@tuvens/platform/telemetry/registry'
import { setImmediate } from 'node:timers/promises'
import { type Cursor, START } from './cursor.ts'
import { changeFrame, changeOf } from './frame.ts'
import { type FramedChange, RecentChanges } from './recent-changes.ts'
import { deleteForeignChanges, findTail, findWriterBound, listChangesAfter, type TailRow } from './store.ts'

const MAX_RECENT = 10_000
const BATCH_SIZE = 1000
/** Changes published before Node serves its sockets: far below a connection's lag limit, so that a burst makes no reader lag. */
const SLICE_SIZE = 100
/** Reads the log when a wake signal was lost. */
const POLL_MS = 500
/** Reads it again while a row waits for an older transaction to end. */
const UNSETTLED_POLL_MS = 10
/** After this time the tailer waits only for transactions that hold an event lock. */
const UNSETTLED_LIMIT_MS = 25

type ReadOutcome = 'more' | 'unsettled' | 'caught-up' | 'failure'
type TailerParts = { db: Db; log: Log; clock: Clock; publish: (change: FramedChange) => void }

const lags = histogram({
  name: 'tuvens_stream_lag_seconds',
  help: 'From the commit of a change until it was written to the open streams of this node',
})

/** The objective is a second. */
const publishToPage = histogram({
  name: 'tuvens_publish_to_page_seconds',
  help: 'From the notice of a change in the ticket system, a webhook or a call that was passed on, until it was written to open streams; changes that only a sweep found are not in it',
  buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5, 15, 60, 600],
})

/** Reads the change log, one query at a time, and publishes every change in commit order. */
export class Tailer {
  private readonly parts: TailerParts
  private at = START
  private recent = new RecentChanges(START, MAX_RECENT)
  private timer: NodeJS.Timeout | undefined
  private reading: Promise<void> | undefined
  private isRequested = false
  private isStopped = false
  private unsettledSince = Number.POSITIVE_INFINITY

  constructor(parts: TailerParts) {
    this.parts = parts
  }

  /** The last published change. */
  get position(): Cursor {
    return this.at
  }

  /** The changes after a cursor, from memory; null when memory does not reach back so far. */
  since(cursor: Cursor): FramedChange[] | null {
    return this.recent.since(cursor)
  }

  async start(): Promise<void> {
    const { db, log } = this.parts
    const foreign = await deleteForeignChanges(db)
    if (foreign > 0) log.warn({ foreign }, 'deleted changes of another cluster; streams start from snapshots')
    this.at = await findTail(db)
    this.recent = new RecentChanges(this.at, MAX_RECENT)
    this.readSoon()
  }

  /** Reads the log now, or once more when a read is under way. */
  readSoon(): void {
    this.isRequested = true
    if (!this.isStopped) this.reading ??= this.readAll()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearTimeout(this.timer)
    await this.reading
  }

  private async readAll(): Promise<void> {
    let outcome: ReadOutcome
    do {
      this.isRequested = false
      outcome = await this.read().catch((error: unknown) => this.fail(error))
    } while (!this.isStopped && (outcome === 'more' || (outcome === 'caught-up' && this.isRequested)))
    this.reading = undefined
    if (!this.isStopped) this.readIn(outcome === 'unsettled' ? UNSETTLED_POLL_MS : POLL_MS)
  }

  private readIn(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.readSoon(), ms).unref()
  }

  private async read(): Promise<ReadOutcome> {
    const { db, clock } = this.parts
    const isDelayed = clock.now() - this.unsettledSince > UNSETTLED_LIMIT_MS
    const bound = isDelayed ? await findWriterBound(db) : null
    const rows = await listChangesAfter(db, { after: this.at, bound, limit: BATCH_SIZE })
    const firstUnsettled = rows.findIndex((row) => !row.is_settled)
    const isSettled = firstUnsettled === -1
    await this.publishAll(isSettled ? rows : rows.slice(0, firstUnsettled))
    this.unsettledSince = isSettled ? Number.POSITIVE_INFINITY : Math.min(this.unsettledSince, clock.now())
    if (!isSettled) return 'unsettled'
    return rows.length === BATCH_SIZE ? 'more' : 'caught-up'
  }

  private async publishAll(rows: TailRow[]): Promise<void> {
    for (const [index, row] of rows.entries()) {
      this.publish(row)
      if (index % SLICE_SIZE === SLICE_SIZE - 1) await setImmediate()
    }
  }

  private publish(row: TailRow): void {
    const cursor = { xid: BigInt(row.xid), id: BigInt(row.id) }
    const change = { cursor, eventId: row.event_id, frame: changeFrame(changeOf(row), cursor) }
    this.at = cursor
    this.recent.push(change)
    this.parts.publish(change)
    lags.observe({}, this.secondsSince(row.changed_at))
    if (row.noticed_at !== null) publishToPage.observe({}, this.secondsSince(row.noticed_at))
  }

  /** Two machines' clocks may differ by a little. */
  private secondsSince(time: Date): number {
    return Math.max(0, this.parts.clock.now() - time.getTime()) / 1000
  }

  private fail(error: unknown): ReadOutcome {
    this.parts.log.warn({ err: error }, 'the change log could not be read; trying again')
    return 'failure'
  }
}
