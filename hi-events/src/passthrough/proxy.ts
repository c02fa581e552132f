import { pathOf } from '@tuvens/platform/http/path'
import { createSlots } from '@tuvens/platform/limits/slots'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Config } from '../base/config.ts'
import { clientIp } from '../web/client-ip.ts'
import { createAgents } from './agents.ts'
import { createFraming } from './policy/framing.ts'
import { corsHeaders, guardHeadersOf, responseHeaders } from './headers.ts'
import { isPreflight, isReadable } from './policy/origins.ts'
import { createOpen } from './open.ts'
import { pass } from './pass.ts'
import { refusalOf, refusalOfUpgrade } from './policy/refusal-of.ts'
import { BUSY, MANY_OPEN } from './policy/refusals.ts'
import type { Refuse } from './policy/refuse.tsx'
import { headOf, tunnel } from './tunnel.ts'
import { createWatch } from './watch.ts'

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
  /** Whether an event of the ticket system belongs to one of the event site. */
  isEventLinked: (eventId: number) => Promise<boolean>
  limits?: UpstreamLimits
}

export type PassthroughConfig = Pick<
  Config,
  'ticketOrigin' | 'upstream' | 'upstreamApi' | 'embedOrigins' | 'proxyHops' | 'registration'
>

/** Passes everything that is not ours through to the ticket system, streaming both ways (spec 2.7). */
export function createPassthrough(context: PassthroughContext): Passthrough {
  const { config, refuse, isEventLinked, limits = UPSTREAM_LIMITS } = context
  const agents = createAgents(limits.connectMs)
  const open = createOpen({ config, agents })
  const watch = createWatch(limits.idleMs)
  const framing = createFraming({ embedOrigins: config.embedOrigins, isEventLinked })
  const always = guardHeadersOf(config.ticketOrigin)
  const cors = [...always, ...corsHeaders(config.ticketOrigin)]
  const tunnels = new Set<Socket>()
  const slots = createSlots({ inAll: limits.atOnce, perClient: limits.perClient })
  const releases = new WeakMap<IncomingMessage, () => void>()

  const begin = ({ request, response }: HttpPair, send: () => ClientRequest, frame: readonly string[]) => {
    if (response.destroyed) return
    const slot = slots.take(clientIp(request, config.proxyHops), () => evict({ request, response }, refuse))
    if ('full' in slot) return refuse(request, response, slot.full === 'client' ? MANY_OPEN : BUSY)
    releases.set(request, slot.release)
    const guards = isReadable(request, config.ticketOrigin) ? cors : always
    const headersOf = (incoming: IncomingMessage) => responseHeaders(incoming, [...frame, ...guards])
    pass({ request, response, open: send, watch, headersOf, refuse, onEnd: slot.release })
  }

  const frameAndBegin = (pair: HttpPair, send: () => ClientRequest) => {
    const frame = framing(pathOf(pair.request.url ?? '/'))
    if (frame instanceof Promise) void frame.then((each) => begin(pair, send, each))
    else begin(pair, send, frame)
  }

  return {
    handle: (request, response) => {
      const refusal = refusalOf(config, request)
      if (refusal !== null) return refuse(request, response, refusal)
      if (isPreflight(request)) return answerPreflight(config, request, response)
      frameAndBegin({ request, response }, () => open(request))
    },
    upgrade: ({ request, response }, socket, head) => {
      const refusal = refusalOf(config, request) ?? refusalOfUpgrade(request)
      if (refusal !== null) return refuse(request, response, refusal)
      const carry = (incoming: IncomingMessage, upstream: Socket, upstreamHead: Buffer) => {
        // The response is complete, but the request counts as concurrent until the tunnel ends.
        response.detachSocket(socket)
        response.destroy()
        tunnels.add(socket)
        socket.on('close', () => {
          tunnels.delete(socket)
          releases.get(request)?.()
        })
        socket.write(headOf(incoming))
        socket.write(upstreamHead)
        upstream.write(head)
        tunnel(socket, upstream)
      }
      frameAndBegin({ request, response }, () => open(request, WEBSOCKET).on('upgrade', carry))
    },
    close: () => {
      agents.close()
      watch.close()
      for (const socket of tunnels) socket.destroy()
    },
  }
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
  response.writeHead(204, isOwn ? [...corsHeaders(ticketOrigin), ...ALLOWED] : ['Vary', 'Origin'])
  response.end()
}

const ALLOWED = [
  ['Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE'],
  ['Access-Control-Allow-Headers', 'Authorization, Content-Type, Accept, X-Requested-With'],
  ['Access-Control-Max-Age', '600'],
].flat()
