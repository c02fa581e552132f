import { pathOf } from '@tuvens/platform/http/path'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Passthrough } from './proxy.ts'
import { isOurs } from './policy/rules.ts'

/** Milliseconds a client may take: for its headers, and for a whole request. */
export type ClientLimits = {
  headersTimeout: number
  requestTimeout: number
  connectionsCheckingInterval?: number
}

/** An image on a slow line takes minutes; headers do not. */
const CLIENT_LIMITS: ClientLimits = { headersTimeout: 15_000, requestTimeout: 300_000 }

/** The server of the ticket origin: our own routes handle their paths, the pass-through handles all others. */
export function createTicketOriginServer(
  passthrough: Passthrough,
  ours: (request: IncomingMessage, response: ServerResponse) => void,
  limits: ClientLimits = CLIENT_LIMITS,
): Server {
  const server = createServer({ ...limits, keepAliveTimeout: 72_000 }, (request, response) =>
    isOurs(pathOf(request.url ?? '/')) ? ours(request, response) : passthrough.handle(request, response),
  )
  // The ticket system decides whether the body is wanted: a client that is refused first need not send it.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (isOurs(pathOf(request.url ?? '/'))) response.writeContinue()
    server.emit('request', request, response)
  })
  return server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
    passthrough.upgrade(request, socket, head),
  )
}
