import type { ServerResponse } from 'node:http'
import { compare, type Cursor, START } from './cursor.ts'
import { HEARTBEAT, retryFrame } from './frame.ts'
import type { Entry } from './ring.ts'

/** Bytes a reader may lag behind; beyond, it is no longer pushed at: it drains, and then catches up at its own pace. */
const LAG_LIMIT = 256 * 1024
/** Frames of the past written at once. */
const PAGE = 200
/** Milliseconds, from and to: when a browser comes back by itself. */
const RETRY = [2000, 5000] as const
const RETRY_AFTER_SHUTDOWN = [500, 4000] as const

export type ConnectionParts = {
  response: ServerResponse
  /** Ids of the events asked for; null: all. */
  eventIds: ReadonlySet<string> | null
  /** Milliseconds a reader may take for what has been written before it is cut. */
  drainMs: number
  /** The reader lags: to be caught up from that place, once it has drained. */
  onLag: (connection: Connection, servedTo: Cursor) => void
}

/** One open stream: what a client has asked for and how far it has been served. */
export class Connection {
  /** Ids of the events asked for; null: all. */
  readonly eventIds: ReadonlySet<string> | null
  private readonly response: ServerResponse
  private readonly drainMs: number
  private readonly onLag: (connection: Connection, servedTo: Cursor) => void
  /** Changes that arrive while the past is being sent; null once live. */
  private waiting: Entry[] | null = []
  /** Changes up to here have been served. */
  private servedTo = START

  constructor({ response, eventIds, drainMs, onLag }: ConnectionParts) {
    this.response = response
    this.eventIds = eventIds
    this.drainMs = drainMs
    this.onLag = onLag
  }

  open(headers: Record<string, string | number | string[] | undefined>): void {
    this.response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    this.response.write(retryFrame(RETRY))
  }

  /** A live change, or one that waits until the past has been sent. */
  deliver(entry: Entry): void {
    if (this.waiting !== null) return void this.waiting.push(entry)
    if (this.response.destroyed || compare(entry.cursor, this.servedTo) <= 0) return
    this.response.write(entry.frame)
    this.servedTo = entry.cursor
    if (this.response.writableLength > LAG_LIMIT) this.lag()
  }

  heartbeat(): void {
    if (this.waiting === null && !this.response.destroyed) this.response.write(HEARTBEAT)
  }

  /** Sends a part of the past at the reader's own pace. */
  async replay(frames: readonly Buffer[]): Promise<void> {
    for (let at = 0; at < frames.length && !this.response.destroyed; at += PAGE) {
      if (!this.response.write(Buffer.concat(frames.slice(at, at + PAGE)))) await this.drained()
    }
  }

  /** From now on changes are sent as they come; those up to `servedTo` have been. */
  goLive(servedTo: Cursor): void {
    const waiting = this.waiting ?? []
    this.waiting = null
    this.servedTo = servedTo
    for (const entry of waiting) this.deliver(entry)
  }

  /** Ends in a way an EventSource comes back from. */
  end(retry: readonly [number, number] = RETRY_AFTER_SHUTDOWN): void {
    if (!this.response.destroyed) this.response.end(retryFrame(retry))
  }

  cut(): void {
    this.response.destroy()
  }

  onClose(closed: () => void): void {
    this.response.once('close', closed)
  }

  private lag(): void {
    this.waiting = []
    void this.drained().then(() => {
      if (!this.response.destroyed) this.onLag(this, this.servedTo)
    })
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.cut(), this.drainMs)
      const done = () => {
        clearTimeout(timer)
        this.response.off('drain', done).off('close', done)
        resolve()
      }
      this.response.on('drain', done).on('close', done)
    })
  }
}
