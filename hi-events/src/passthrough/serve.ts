import type { Entrance } from '@tuvens/platform/entrance/entrance'
import { type BodyPace, createBodyWatch } from '@tuvens/platform/http/body-watch'
import { pathOf } from '@tuvens/platform/http/path'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Passthrough } from './proxy.ts'
import { hasBody } from './headers.ts'
import { INSECURE, MISDIRECTED, SLOW_BODY } from './policy/refusals.ts'
import type { LimitCall } from './policy/limited-calls.ts'
import { ownHeadersOf } from './policy/own-headers.ts'
import type { Refuse } from './policy/refuse.tsx'
import { isOurs } from './policy/rules.ts'
import { closeSoon, responseOn } from './tunnel.ts'

/** Milliseconds a client may take: for its headers, and for a whole request; `pace` of its body. */
export type ClientLimits = {
  pace?: BodyPace
  headersTimeout: number
  requestTimeout: number
  connectionsCheckingInterval?: number
}

/** An image on a slow line takes minutes; headers do not. */
const CLIENT_LIMITS: ClientLimits = { headersTimeout: 15_000, requestTimeout: 300_000 }

/** What a request meets: first the entrance, then our own routes or the pass-through. */
type TicketOriginParts = {
  publicUrl: string
  entrance: Entrance
  refuse: Refuse
  passthrough: Passthrough
  /** Counts calls of strangers before they are passed on. */
  limitCall: LimitCall
  ours: (request: IncomingMessage, response: ServerResponse) => void
}

/** The server of the ticket origin: our own routes handle their paths, the pass-through handles all others. */
export function createTicketOriginServer(
  { publicUrl, entrance, refuse, passthrough, limitCall, ours }: TicketOriginParts,
  { pace, ...limits }: ClientLimits = CLIENT_LIMITS,
): Server {
  const bodies = createBodyWatch(pace)
  const ownHeaders = ownHeadersOf(publicUrl)
  const admits = (request: IncomingMessage, response: ServerResponse): boolean => {
    const verdict = entrance(request)
    if (verdict.kind === 'open') return true
    if (verdict.kind === 'misdirected') refuse(request, response, MISDIRECTED)
    else if (verdict.location === null) refuse(request, response, INSECURE)
    else response.writeHead(308, { ...ownHeaders, location: verdict.location }).end()
    return false
  }
  const server = createServer({ ...limits, keepAliveTimeout: 72_000 }, (request, response) => {
    if (!admits(request, response)) return
    if (hasBody(request)) bodies.begin(request, () => cut({ request, response }, refuse))
    if (isOurs(pathOf(request.url ?? '/'))) ours(request, response)
    else limitCall(request, response, () => passthrough.handle(request, response))
  })
  // The ticket system decides whether the body is wanted: a client that is refused first need not send it.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (isOurs(pathOf(request.url ?? '/'))) response.writeContinue()
    server.emit('request', request, response)
  })
  server.on('close', bodies.close)
  return server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const response = responseOn(socket, request)
    if (admits(request, response)) passthrough.upgrade({ request, response }, socket, head)
  })
}

type HttpPair = { request: IncomingMessage; response: ServerResponse }

/** Refuses a request whose body arrives too slowly, and closes its connection: the rest of the body is not read. */
function cut({ request, response }: HttpPair, refuse: Refuse): void {
  if (response.headersSent) return void response.destroy()
  response.shouldKeepAlive = false
  response.on('finish', () => closeSoon(request.socket))
  refuse(request, response, SLOW_BODY)
}
