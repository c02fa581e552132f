import { pathOf } from '@tuvens/platform/http/path'
import { createSlots } from '@tuvens/platform/limits/slots'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Config } from '../base/config.ts'
import { clientIp } from '../web/client-ip.ts'
import { createAgents } from './agents.ts'
import type { GateVerdict, Login } from './login/gate.ts'
import type { PassthroughLogins } from './login/logins.ts'
import type { OwnAnswer } from './login/own-answer.ts'
import { NO_SESSIONS } from './login/refusals.ts'
import type { SwappedAnswer } from './login/swap-answer.ts'
import { createFraming, widgetEventOf } from './policy/framing.ts'
import { corsHeaders, guardHeadersOf, responseHeaders } from './headers.ts'
import { type ObserveChange, observedChangeOf } from './policy/observed-changes.ts'
import { isPreflight, isReadable } from './policy/origins.ts'
import { ownHeadersOf } from './policy/own-headers.ts'
import { createOpen } from './open.ts'
import { pass } from './pass.ts'
import { refusalOf, refusalOfUpgrade } from './policy/refusal-of.ts'
import { BUSY, MANY_OPEN } from './policy/refusals.ts'
import type { Refuse } from './policy/refuse.tsx'
import { headOf, tunnel } from './tunnel.ts'
import { createWatch, type ResponseWatch } from './watch.ts'

/** Handles requests and upgrades; `close` closes the kept connections and the tunnels. */
export type Passthrough = {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  upgrade: (pair: HttpPair, socket: Socket, head: Buffer) => void
  close: () => void
}

/**
 * `connectMs`: to accept a connection; `idleMs`: between two bytes of the ticket system; `atOnce`: concurrent requests,
 * `perClient` of one client. A browser behind HTTP/2 has up to a hundred while it loads a page.
 */
export type UpstreamLimits = { connectMs: number; idleMs: number; atOnce: number; perClient: number }

const UPSTREAM_LIMITS: UpstreamLimits = { connectMs: 5_000, idleMs: 60_000, atOnce: 512, perClient: 128 }

type PassthroughContext = {
  config: PassthroughConfig
  refuse: Refuse
  logins: PassthroughLogins
  /** Whether an event of the ticket system belongs to one of the event site. */
  framingOriginsOf: (eventId: number) => Promise<readonly string[] | null>
  observe: ObserveChange
  /** Called with each page of the ticket system's own widget. */
  observeWidget?: (view: { hiEventId: number; status: number; ms: number }) => void
  limits?: UpstreamLimits
}

export type PassthroughConfig = Pick<
  Config,
  'ticketOrigin' | 'siteUrl' | 'upstream' | 'upstreamApi' | 'embedOrigins' | 'proxyHops' | 'registration'
>

/** Passes everything that is not ours through to the ticket system, streaming both ways (spec 2.7). */
export function createPassthrough(context: PassthroughContext): Passthrough {
  const { config, refuse, logins, limits = UPSTREAM_LIMITS } = context
  const agents = createAgents(limits.connectMs)
  const open = createOpen({ config, agents })
  const watch = createWatch(limits.idleMs)
  const tunnels = new Set<Socket>()
  const releases = new WeakMap<IncomingMessage, () => void>()
  const enter = createEnter(context, { watch, releases, limits })

  const carryOf =
    ({ request, response }: HttpPair, { socket, head }: UpgradedSocket, login: Login | null) =>
    (incoming: IncomingMessage, upstream: Socket, upstreamHead: Buffer) => {
      // The response is complete, but the request counts as concurrent until the tunnel ends.
      response.detachSocket(socket)
      response.destroy()
      tunnels.add(socket)
      const detach = logins.attach(login, () => socket.destroy())
      socket.on('close', () => {
        tunnels.delete(socket)
        detach()
        releases.get(request)?.()
      })
      socket.write(headOf(incoming))
      socket.write(upstreamHead)
      upstream.write(head)
      tunnel(socket, upstream)
    }

  return {
    handle: (request, response) => {
      const refusal = refusalOf(config, request)
      if (refusal !== null) return refuse(request, response, refusal)
      if (isPreflight(request)) return answerPreflight(config, request, response)
      enter({ request, response }, (login) => open(request, { upstreamToken: tokenOf(login) }))
    },
    upgrade: (pair, socket, head) => {
      const { request, response } = pair
      const refusal = refusalOf(config, request) ?? refusalOfUpgrade(request)
      if (refusal !== null) return refuse(request, response, refusal)
      enter(pair, (login) => {
        const outgoing = open(request, { upstreamToken: tokenOf(login), extra: WEBSOCKET })
        return outgoing.on('upgrade', carryOf(pair, { socket, head }, login))
      })
    },
    close: () => {
      agents.close()
      watch.close()
      for (const socket of tunnels) socket.destroy()
    },
  }
}

/** `head`: what the client sent behind its handshake. */
type UpgradedSocket = { socket: Socket; head: Buffer }

type EnterParts = {
  watch: ResponseWatch
  /** What frees the slot of a request. */
  releases: WeakMap<IncomingMessage, () => void>
  limits: UpstreamLimits
}

/** Sends a request to the ticket system for a login. */
type Send = (login: Login | null) => ClientRequest

/** Passes a request on when it is known whom for and there is a slot, or refuses it. */
function createEnter(context: PassthroughContext, { watch, releases, limits }: EnterParts) {
  const { config, refuse, logins, framingOriginsOf, observe, observeWidget } = context
  const framing = createFraming({ embedOrigins: config.embedOrigins, framingOriginsOf })
  const always = guardHeadersOf(config.ticketOrigin)
  const cors = [...always, ...corsHeaders(config.ticketOrigin)]
  const own = ownHeadersOf(config.ticketOrigin)
  const slots = createSlots({ inAll: limits.atOnce, perClient: limits.perClient })

  const begin = ({ request, response }: HttpPair, send: Send, { release, frame, verdict }: Entry) => {
    const { refusal, answer } = verdict
    const isDoneHere = isOver(response) || refusal !== null || answer !== undefined
    if (isDoneHere) release()
    if (isOver(response)) return
    if (refusal !== null) return refuse(request, response, refusal)
    if (answer !== undefined) return answerHere(response, own, answer)
    releases.set(request, release)
    const guards = isReadable(request, config.ticketOrigin) ? cors : always
    const headersOf = (incoming: IncomingMessage, { headers, body }: SwappedAnswer) =>
      responseHeaders(incoming, [...frame, ...guards, ...headers], body !== null)
    const widgetId = observeWidget === undefined ? null : widgetEventOf(pathOf(request.url ?? '/'))
    const began = widgetId === null ? 0 : performance.now()
    const swap = (incoming: IncomingMessage) => {
      if (widgetId !== null)
        observeWidget?.({
          hiEventId: widgetId,
          status: incoming.statusCode ?? 0,
          ms: performance.now() - began,
        })
      const change = changeIn(request, incoming)
      if (change !== null) observe(change)
      return logins.swap(incoming, { request, verdict })
    }
    const open = () => send(verdict.login)
    pass({ request, response, open, watch, headersOf, swap, refuse, onEnd: release })
  }

  return (pair: HttpPair, send: Send): void => {
    const { request, response } = pair
    // First of all: what follows may query the database, store a write, or end a session.
    const slot = slots.take(clientIp(request, config.proxyHops), () => evict(pair, refuse))
    if ('full' in slot) return refuse(request, response, slot.full === 'client' ? MANY_OPEN : BUSY)
    const { release } = slot
    const frame = framing(pathOf(request.url ?? '/'))
    const verdict = logins.gate(request)
    // Most requests wait for nothing.
    if (!(frame instanceof Promise) && !(verdict instanceof Promise))
      return begin(pair, send, { release, frame, verdict })
    Promise.all([frame, verdict]).then(
      ([headers, judged]) => begin(pair, send, { release, frame: headers, verdict: judged }),
      () => begin(pair, send, { release, frame: [], verdict: UNREADABLE }),
    )
  }
}

function changeIn({ method = 'GET', url = '/' }: IncomingMessage, { statusCode = 0 }: IncomingMessage) {
  return method === 'GET' ? null : observedChangeOf({ method, path: pathOf(url), status: statusCode })
}

/** Its sessions cannot be read. */
const UNREADABLE: GateVerdict = { login: null, presented: null, refusal: NO_SESSIONS }

/** Its place was given to another client, or its own has gone, while it waited. */
function isOver(response: ServerResponse): boolean {
  return response.destroyed || response.writableEnded
}

function answerHere(
  response: ServerResponse,
  own: Readonly<Record<string, string>>,
  { headers, body }: OwnAnswer,
): void {
  response.writeHead(200, { ...own, 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** What is known of a request before it is passed on. */
type Entry = { release: () => void; frame: readonly string[]; verdict: GateVerdict }

function tokenOf(login: Login | null): string | null {
  return login === null ? null : login.session.upstreamToken
}

const WEBSOCKET = ['Connection', 'Upgrade', 'Upgrade', 'websocket']

/** Ends a request whose place another client gets. The rest of its body is not read. */
function evict({ request, response }: HttpPair, refuse: Refuse): void {
  if (response.headersSent) return void response.destroy()
  response.shouldKeepAlive = false
  refuse(request, response, BUSY)
}

type HttpPair = { request: IncomingMessage; response: ServerResponse }

/** A preflight from another origin gets no CORS headers, which refuses it; our own origin may send one without need. */
function answerPreflight(
  { ticketOrigin }: PassthroughConfig,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const isOwn = isReadable(request, ticketOrigin)
  const own = Object.entries(ownHeadersOf(ticketOrigin)).flat()
  response.writeHead(204, [
    ...own,
    ...(isOwn ? [...corsHeaders(ticketOrigin), ...ALLOWED] : ['Vary', 'Origin']),
  ])
  response.end()
}

const ALLOWED = [
  ['Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE'],
  ['Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept, X-Requested-With'],
  ['Access-Control-Max-Age', '600'],
].flat()
