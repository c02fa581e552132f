import { closeSoon } from '@tuvens/platform/server/create-server'
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { upstreamCookieToken } from './login/login-cookie.ts'

/** TCP keep-alive: a client can disappear without closing its connection. */
const KEEPALIVE_MS = 30_000

/** Pipes two sockets into each other until both have ended. */
export function tunnel(client: Socket, upstream: Socket): void {
  for (const [here, there] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    here.setTimeout(0)
    here.setNoDelay(true)
    here.setKeepAlive(true, KEEPALIVE_MS)
    here.pipe(there)
    // `close` follows.
    here.on('error', () => {})
    here.on('close', () => closeSoon(there))
  }
}

/** A response on the socket of a refused upgrade. */
export function responseOn(socket: Socket, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => closeSoon(socket))
  socket.on('error', () => {})
  return response
}

/** Status line and headers of the 101 response, as they came but for a token of the ticket system. */
export function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`]
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]]
    if (!givesToken(name.toLowerCase(), value)) lines.push(`${name}: ${value}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function givesToken(name: string, value: string): boolean {
  return name === 'x-auth-token' || (name === 'set-cookie' && upstreamCookieToken(value) !== undefined)
}
