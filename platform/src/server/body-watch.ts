import type { IncomingMessage } from 'node:http'

/** Bytes a second that a body must bring, on average, after `graceMs`. */
export type BodyPace = { graceMs: number; bytesPerSecond: number; checkMs: number }

/** An image on a slow line is faster; a client that holds a request open on purpose is slower. */
const PACE: BodyPace = { graceMs: 10_000, bytesPerSecond: 1_000, checkMs: 1_000 }

type Watched = { request: IncomingMessage; onSlow: () => void; startedAt: number; startBytes: number }

/** Notices bodies that arrive too slowly. */
export type BodyWatch = {
  /** Watches a request until its body is complete. */
  begin: (request: IncomingMessage, onSlow: () => void) => void
  close: () => void
}

/** One timer for all. Time is that of the process: a change of the system's clock ends no request. */
export function createBodyWatch({ graceMs, bytesPerSecond, checkMs }: BodyPace = PACE): BodyWatch {
  const all = new Set<Watched>()
  const isSlow = ({ request, startedAt, startBytes }: Watched): boolean => {
    const elapsedMs = performance.now() - startedAt
    // The reader of the body is slow, not its sender.
    if (request.readableLength >= request.readableHighWaterMark) return false
    const bytes = request.socket.bytesRead - startBytes
    return elapsedMs > graceMs && bytes < (elapsedMs / 1000) * bytesPerSecond
  }
  const check = () => {
    for (const watched of all) {
      const { request, onSlow } = watched
      const isOver = request.complete || request.destroyed
      if (!isOver && !isSlow(watched)) continue
      all.delete(watched)
      if (!isOver) onSlow()
    }
  }
  const timer = setInterval(check, checkMs).unref()
  return {
    begin: (request, onSlow) => {
      if (request.complete) return
      all.add({ request, onSlow, startedAt: performance.now(), startBytes: request.socket.bytesRead })
    },
    close: () => clearInterval(timer),
  }
}
