import type { ServerResponse } from 'node:http'
import { compare, type Cursor } from './cursor.ts'
import { HEARTBEAT, retryFrame } from './frame.ts'
import type { Entry } from './ring.ts'

/** Bytes a reader may lag behind before it is cut; it comes back with its cursor and reads the log instead. */
const LAG_LIMIT = 256 * 1024
const DRAIN_LIMIT_MS = 20_000
/** Milliseconds, from and to: when a browser comes back by itself. */
const RETRY = [2000, 5000] as const
const RETRY_AFTER_SHUTDOWN = [500, 4000] as const

/** One open stream: what a client has asked for and how far it has been served. */
export class Connection {
  /** Ids of the events asked for; null: all. */
  readonly eventIds: ReadonlySet<string> | null
  private readonly response: ServerResponse
  /** Changes that arrive while the past is being sent; null once live. */
  private waiting: Entry[] | null = []
  /** Changes up to here have been served. */
  private servedTo: Cursor | null = null

  constructor(response: ServerResponse, eventIds: ReadonlySet<string> | null) {
    this.response = response
    this.eventIds = eventIds
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
    if (this.waiting !== null) this.waiting.push(entry)
    else if (this.servedTo === null || compare(entry.cursor, this.servedTo) > 0) this.write(entry.frame)
  }

  heartbeat(): void {
    if (this.waiting === null) this.write(HEARTBEAT)
  }

  /** Sends a part of the past at the reader's own pace. */
  async replay(frames: readonly Buffer[]): Promise<void> {
    if (frames.length === 0 || this.response.destroyed) return
    if (!this.response.write(Buffer.concat(frames))) await this.drained()
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

  private write(frame: Buffer): void {
    if (this.response.destroyed) return
    this.response.write(frame)
    if (this.response.writableLength > LAG_LIMIT) this.cut()
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.cut(), DRAIN_LIMIT_MS)
      const done = () => {
        clearTimeout(timer)
        this.response.off('drain', done).off('close', done)
        resolve()
      }
      this.response.on('drain', done).on('close', done)
    })
  }
}
