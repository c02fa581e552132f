import type { Entrance } from '@tuvens/platform/entrance/entrance'
import { pathOf } from '@tuvens/platform/http/path'
import { type ClientLimits, createHttpServer } from '@tuvens/platform/server/create-server'
import type { RequestLogOptions } from '@tuvens/platform/telemetry/observe-requests'
import { setRoute } from '@tuvens/platform/telemetry/trace'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Passthrough } from './proxy.ts'
import { INSECURE, MISDIRECTED, SLOW_BODY } from './policy/refusals.ts'
import type { LimitCall } from './policy/limited-calls.ts'
import { ownHeadersOf } from './policy/own-headers.ts'
import type { Refuse } from './policy/refuse.tsx'
import { isOurs } from './policy/rules.ts'
import { responseOn } from './tunnel.ts'

/** An image on a slow line takes minutes. */
const CLIENT_LIMITS = { requestTimeout: 300_000 }

/** The route of all requests that are passed on, in metrics and logs. */
const PASS_THROUGH = 'pass-through'

/** What a request meets: first the entrance, then our own routes or the pass-through. */
type TicketOriginParts = {
  publicUrl: string
  entrance: Entrance
  refuse: Refuse
  passthrough: Passthrough
  /** Counts calls of strangers before they are passed on. */
  limitCall: LimitCall
  ours: (request: IncomingMessage, response: ServerResponse) => void
  requests: RequestLogOptions
}

/** The server of the ticket origin: our own routes handle their paths, the pass-through handles all others. */
export function createTicketOriginServer(
  { publicUrl, entrance, refuse, passthrough, limitCall, ours, requests }: TicketOriginParts,
  limits: Partial<ClientLimits> = CLIENT_LIMITS,
): Server {
  const ownHeaders = ownHeadersOf(publicUrl)
  const admits = (request: IncomingMessage, response: ServerResponse): boolean => {
    const verdict = entrance(request)
    if (verdict.kind === 'open') return true
    if (verdict.kind === 'misdirected') refuse(request, response, MISDIRECTED)
    else if (verdict.location === null) refuse(request, response, INSECURE)
    else response.writeHead(308, { ...ownHeaders, location: verdict.location }).end()
    return false
  }
  const refuseSlow = (request: IncomingMessage, response: ServerResponse) =>
    refuse(request, response, SLOW_BODY)
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    setRoute(PASS_THROUGH)
    limitCall(request, response, () => passthrough.handle(request, response))
  }
  const server = createHttpServer({ ...limits, refuseSlow, requests }, (request, response) => {
    if (!admits(request, response)) return
    if (isOurs(pathOf(request.url ?? '/'))) ours(request, response)
    else pass(request, response)
  })
  // The ticket system decides whether the body is wanted: a client that is refused first need not send it.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (isOurs(pathOf(request.url ?? '/'))) response.writeContinue()
    server.emit('request', request, response)
  })
  return server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const response = responseOn(socket, request)
    if (admits(request, response)) passthrough.upgrade({ request, response }, socket, head)
  })
}
