import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long an end may take to read the last words. */
const FAREWELL_MS = 10_000
/** Idle connections are asked for a sign of life this often: a client can vanish without a word. */
const KEEPALIVE_MS = 30_000

/** Two sockets of which each is told what the other says, until both have ended. */
export function tunnel(client: Socket, upstream: Socket): void {
  for (const [here, there] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    here.setTimeout(0)
    here.setNoDelay(true)
    here.setKeepAlive(true, KEEPALIVE_MS)
    here.pipe(there)
    // Told by `close`.
    here.on('error', () => {})
    here.on('close', () => leave(there))
  }
}

/** Ends a socket once what is under way has been read, or was not wanted. */
export function leave(socket: Socket): void {
  socket.setTimeout(FAREWELL_MS, () => socket.destroy())
  socket.destroySoon()
}

/** What answers a request whose socket was handed over for an upgrade that is not to be. */
export function responseOn(socket: Socket, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => leave(socket))
  socket.on('error', () => {})
  return response
}

/** Status line and headers of the answer that begins a tunnel, as they came. */
export function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`]
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
