import { currentRequest } from '@tuvens/platform/telemetry/trace'
import type { ServerResponse } from 'node:http'
import { compare, type Cursor, START } from './cursor.ts'
import { HEARTBEAT_FRAME, retryFrame } from './frame.ts'
import type { FramedChange } from './recent-changes.ts'

/** Bytes a reader may lag behind. Beyond, it is sent nothing until it has drained, and then catches up at its own pace. */
const MAX_LAG_BYTES = 256 * 1024
/** Frames that a replay writes at once. */
const REPLAY_FRAMES = 200
/** Range of the time after which a browser reconnects. */
const RETRY_MS = [2000, 5000] as const
const RETRY_AFTER_SHUTDOWN_MS = [500, 4000] as const

export type ResponseHeaders = Record<string, string | number | string[] | undefined>

export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

type ConnectionParts = {
  response: ServerResponse
  /** Ids of the requested events; null for all. */
  eventIds: ReadonlySet<string> | null
  /** Time a reader has to take what was written before its connection is closed. */
  drainMs: number
  /** Called when a lagging reader has drained: it needs the changes after `servedTo`. */
  onLag: (connection: Connection, servedTo: Cursor) => void
}

/** One open stream: what its client requested and how far it has been served. */
export class Connection {
  readonly eventIds: ConnectionParts['eventIds']
  private readonly response: ServerResponse
  private readonly parts: ConnectionParts
  /** Changes that arrive during a replay; null once live. */
  private pending: FramedChange[] | null = []
  /** Changes up to here have been served. */
  private servedTo = START

  constructor(parts: ConnectionParts) {
    this.eventIds = parts.eventIds
    this.response = parts.response
    this.parts = parts
  }

  open(headers: ResponseHeaders): void {
    this.response.writeHead(200, headers)
    this.response.write(retryFrame(RETRY_MS))
    currentRequest()?.markOpen()
  }

  /** Sends a live change, or keeps it until the replay is complete. */
  deliver(change: FramedChange): void {
    if (this.pending !== null) return void this.pending.push(change)
    if (this.response.destroyed || compare(change.cursor, this.servedTo) <= 0) return
    this.response.write(change.frame)
    this.servedTo = change.cursor
    if (this.response.writableLength > MAX_LAG_BYTES) this.lag()
  }

  heartbeat(): void {
    if (this.pending === null && !this.response.destroyed) this.response.write(HEARTBEAT_FRAME)
  }

  /** Sends past changes at the reader's own pace. */
  async replay(frames: readonly Buffer[]): Promise<void> {
    for (let at = 0; at < frames.length && !this.response.destroyed; at += REPLAY_FRAMES) {
      if (!this.response.write(Buffer.concat(frames.slice(at, at + REPLAY_FRAMES)))) await this.drained()
    }
  }

  /**
   * Sends changes as they come from now on; those up to `servedTo` have been sent. A heartbeat tells the client so, because
   * there may have been none.
   */
  goLive(servedTo: Cursor): void {
    const pending = this.pending ?? []
    this.pending = null
    this.servedTo = servedTo
    for (const change of pending) this.deliver(change)
    this.heartbeat()
  }

  /** Ends so that an EventSource reconnects. */
  end(retry: readonly [number, number] = RETRY_AFTER_SHUTDOWN_MS): void {
    if (!this.response.destroyed) this.response.end(retryFrame(retry))
  }

  destroy(): void {
    this.response.destroy()
  }

  onClose(closed: () => void): void {
    this.response.once('close', closed)
  }

  private lag(): void {
    this.pending = []
    void this.drained().then(() => {
      if (!this.response.destroyed) this.parts.onLag(this, this.servedTo)
    })
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.destroy(), this.parts.drainMs)
      const done = () => {
        clearTimeout(timer)
        this.response.off('drain', done).off('close', done)
        resolve()
      }
      this.response.on('drain', done).on('close', done)
    })
  }
}
