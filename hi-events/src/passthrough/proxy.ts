import { pathOf } from '@tuvens/platform/path'
import http, { type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import type { Config } from '../config.ts'
import { clientAddress } from '../web/client-address.ts'
import { corsHeaders, requestHeaders, responseHeaders } from './headers.ts'
import { isForeignWrite, isPreflight, readableBy } from './origins.ts'
import * as refusals from './refuse.tsx'
import { frameAncestors, judge } from './rules.ts'
import { targetOf, type Target } from './target.ts'

/** Answers requests and upgrades; `close` lets the kept connections go. */
export type Passthrough = {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close: () => void
}

/** No byte for this long: the ticket system has gone quiet. */
const IDLE_MS = 60_000

/** Passes everything that is not ours through to the ticket system, streaming both ways (spec 2.7). */
export function createPassthrough(config: Config): Passthrough {
  const publicOrigin = new URL(config.ticketOrigin)
  const agents = { http: new http.Agent(AGENT), https: new https.Agent(AGENT) }

  const open = (request: IncomingMessage, extra: string[] = []): ClientRequest => {
    const address = clientAddress(request, config.proxyHops)
    const headers = [...requestHeaders(request, { address, publicOrigin }), ...extra]
    return send(targetOf(config, request.url ?? '/'), { method: request.method ?? 'GET', headers }, agents)
  }

  return {
    handle: (request, response) => {
      const refusal = refusalOf(config, request)
      if (refusal !== null) return refusals.refuse(request, response, refusal)
      if (isPreflight(request)) return answerPreflight(config, request, response)
      pass(config, { request, response, open })
    },
    upgrade: (request, socket, head) => {
      const wanted = request.headers.upgrade ?? ''
      if (refusalOf(config, request) !== null || wanted.toLowerCase() !== 'websocket') return hangUp(socket)
      carry(open(request, ['Connection', 'Upgrade', 'Upgrade', wanted]), socket, head)
    },
    close: () => {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

const AGENT = { keepAlive: true, maxSockets: 512, maxFreeSockets: 64, scheduling: 'lifo' } as const

function send(
  target: Target,
  { method, headers }: { method: string; headers: string[] },
  agents: { http: http.Agent; https: https.Agent },
): ClientRequest {
  const { host, port, path, isSecure } = target
  const options = { host, port, path, method, headers, setHost: false, timeout: IDLE_MS }
  return isSecure
    ? https.request({ ...options, agent: agents.https })
    : http.request({ ...options, agent: agents.http })
}

function refusalOf(config: Config, request: IncomingMessage): refusals.Refusal | null {
  const verdict = judge(pathOf(request.url ?? '/'))
  if (verdict === 'malformed') return refusals.MALFORMED
  if (verdict === 'admin') return refusals.ADMIN
  if (verdict === 'registration') return refusals.REGISTRATION
  return isForeignWrite(request, config.ticketOrigin) ? refusals.FOREIGN_ORIGIN : null
}

type Passing = {
  request: IncomingMessage
  response: ServerResponse
  open: (request: IncomingMessage) => ClientRequest
}

function pass(config: Config, { request, response, open }: Passing): void {
  const outgoing = open(request)
  outgoing.on('response', (incoming) => {
    const guards = {
      frameAncestors: frameAncestors(pathOf(request.url ?? '/'), config.embedOrigins),
      corsOrigin: readableBy(request, config.ticketOrigin),
    }
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, responseHeaders(incoming, guards))
    incoming.pipe(response)
    // Cut off half way: the browser must see that it is not whole.
    incoming.on('error', () => response.destroy())
    incoming.on('aborted', () => response.destroy())
  })
  outgoing.on('timeout', () => outgoing.destroy(new TypeError('The ticket system went quiet')))
  outgoing.on('error', () => fail(request, response))
  response.on('close', () => outgoing.destroy())
  request.pipe(outgoing)
}

function fail(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  request.unpipe()
  request.resume()
  refusals.refuse(request, response, refusals.DOWN)
}

/** Cross-origin reading is refused by saying nothing; our own origin needs no preflight but may send one. */
function answerPreflight(config: Config, request: IncomingMessage, response: ServerResponse): void {
  const origin = readableBy(request, config.ticketOrigin)
  const allowed = [
    ['Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE'],
    ['Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept, X-Requested-With'],
    ['Access-Control-Max-Age', '600'],
  ].flat()
  response.writeHead(204, origin === null ? ['Vary', 'Origin'] : [...corsHeaders(origin), ...allowed])
  response.end()
}

function carry(outgoing: ClientRequest, socket: Duplex, head: Buffer): void {
  outgoing.on('upgrade', (incoming, upstream, upstreamHead) => {
    socket.write(headOf(incoming))
    if (upstreamHead.length > 0) socket.write(upstreamHead)
    if (head.length > 0) upstream.write(head)
    upstream.pipe(socket).pipe(upstream)
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
  })
  outgoing.on('response', (incoming) => {
    incoming.resume()
    hangUp(socket)
  })
  outgoing.on('timeout', () => outgoing.destroy())
  outgoing.on('error', () => hangUp(socket))
  socket.on('error', () => outgoing.destroy())
  outgoing.end()
}

function headOf(incoming: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${incoming.statusCode} ${incoming.statusMessage}`]
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function hangUp(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}
