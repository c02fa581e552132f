import type { ClientRequest } from 'node:http'

/** Looks after requests to the ticket system: those on which no byte has moved for too long are ended. */
export type Watch = {
  begin: (outgoing: ClientRequest) => void
  end: (outgoing: ClientRequest) => void
  close: () => void
}

/** How the error says that the ticket system has gone quiet. */
export const QUIET = 'UPSTREAM_QUIET'

/** Looks a limit is made of: a request is ended at the limit or up to a quarter of it later. */
const LOOKS = 4

/** One timer for all: setting one anew for every request and connection would cost more than all we rule. */
export function createWatch(idleMs: number): Watch {
  const watched = new Map<ClientRequest, { bytes: number; looks: number }>()
  const look = () => {
    for (const [outgoing, last] of watched) {
      const bytes = bytesMoved(outgoing)
      last.looks = bytes === last.bytes ? last.looks + 1 : 0
      last.bytes = bytes
      if (last.looks > LOOKS) outgoing.destroy(Object.assign(new Error(), { code: QUIET }))
    }
  }
  const timer = setInterval(look, idleMs / LOOKS).unref()
  return {
    begin: (outgoing) => watched.set(outgoing, { bytes: 0, looks: 0 }),
    end: (outgoing) => watched.delete(outgoing),
    close: () => clearInterval(timer),
  }
}

function bytesMoved({ socket }: ClientRequest): number {
  return socket === null ? 0 : socket.bytesRead + socket.bytesWritten
}
