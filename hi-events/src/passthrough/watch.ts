import type { ServerResponse } from 'node:http'

/** Looks after answers: those on whose way no byte has moved for too long are given up. */
export type Watch = {
  begin: (response: ServerResponse, giveUp: () => void) => Watched
  end: (watched: Watched) => void
  close: () => void
}

/** An answer being looked after. */
export type Watched = {
  response: ServerResponse
  giveUp: () => void
  /** Moved when it was last looked at. */
  bytes: number
  /** In a row that found no more of them. */
  looks: number
  /** Its place in the list. */
  at: number
}

/** How the error says that nothing has moved for too long. */
export const QUIET = 'UPSTREAM_QUIET'

/** Looks a limit is made of: an answer is given up at the limit or up to a quarter of it later. */
const LOOKS = 4
const NOT_LOOKED = -1

/**
 * One timer for all: setting one anew for every request and connection would cost more than all we rule. What moves
 * between us and the ticket system moves between us and the visitor too, so that one look at the visitor's connection sees
 * either side go quiet, a visitor who does not read to the end included.
 */
export function createWatch(idleMs: number): Watch {
  // In a list, where the last takes the place of one that leaves: a Map of what comes and goes cost 3 to 9 % of each request.
  const all: Watched[] = []
  const end = (watched: Watched) => {
    const last = all.at(-1)
    if (last === undefined || all[watched.at] !== watched) return
    all[watched.at] = last
    last.at = watched.at
    all.pop()
  }
  const look = () => {
    for (const watched of all.slice()) {
      // A tunnel's answer is over with without a `close`; the tunnel may be quiet for as long as it likes.
      if (watched.response.destroyed) {
        end(watched)
        continue
      }
      const bytes = bytesMoved(watched.response)
      watched.looks = bytes === watched.bytes ? watched.looks + 1 : 0
      watched.bytes = bytes
      if (watched.looks >= LOOKS) watched.giveUp()
    }
  }
  const timer = setInterval(look, idleMs / LOOKS).unref()
  return {
    begin: (response, giveUp) => {
      const watched = { response, giveUp, bytes: NOT_LOOKED, looks: 0, at: all.length }
      all.push(watched)
      return watched
    },
    end,
    close: () => clearInterval(timer),
  }
}

/** By the request's socket: an answer behind another on one connection has none of its own yet. */
function bytesMoved({ req: { socket } }: ServerResponse): number {
  return socket.bytesRead + socket.bytesWritten
}
