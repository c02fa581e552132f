import type { ServerResponse } from 'node:http'

/** Ends responses on whose connection no byte has moved for too long. */
export type ResponseWatch = ReturnType<typeof createWatch>

/** A watched response. */
type WatchedResponse = {
  response: ServerResponse
  giveUp: () => void
  /** Bytes moved until the last check. */
  bytes: number
  /** Checks in a row that found no new bytes. */
  idleChecks: number
  /** Index in the list. */
  at: number
}

/** Code of the error for a connection without progress. */
export const QUIET = 'UPSTREAM_QUIET'

/** Checks per limit: a response ends at the limit or up to a quarter of it later. */
const CHECKS = 4
const NOT_CHECKED = -1

/**
 * One timer for all: a timer for each request would cost more than the rest of the pass-through. Every byte between us and
 * the ticket system also moves between us and the visitor, so checking the visitor's connection covers both sides and a
 * visitor who stops reading.
 */
export function createWatch(idleMs: number) {
  // A list in which the last replaces one that ends: a Map cost 3 to 9 % of each request.
  const all: WatchedResponse[] = []
  const end = (watched: WatchedResponse) => {
    const last = all.at(-1)
    if (last === undefined || all[watched.at] !== watched) return
    all[watched.at] = last
    last.at = watched.at
    all.pop()
  }
  const check = () => {
    for (const watched of all.slice()) {
      // The response of a tunnel ends without a `close`; the tunnel itself may be idle.
      if (watched.response.destroyed) {
        end(watched)
        continue
      }
      const bytes = bytesMoved(watched.response)
      watched.idleChecks = bytes === watched.bytes ? watched.idleChecks + 1 : 0
      watched.bytes = bytes
      if (watched.idleChecks >= CHECKS) watched.giveUp()
    }
  }
  const timer = setInterval(check, idleMs / CHECKS).unref()
  return {
    begin: (response: ServerResponse, giveUp: () => void): WatchedResponse => {
      const watched = { response, giveUp, bytes: NOT_CHECKED, idleChecks: 0, at: all.length }
      all.push(watched)
      return watched
    },
    end,
    close: () => clearInterval(timer),
  }
}

/** Counts on the request's socket: a pipelined response has no socket of its own yet. */
function bytesMoved({ req: { socket } }: ServerResponse): number {
  return socket.bytesRead + socket.bytesWritten
}
