import { pathOf } from '@tuvens/platform/http/path'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Config } from '../base/config.ts'
import { createAgents } from './agents.ts'
import { createFraming } from './policy/framing.ts'
import { corsHeaders, responseHeaders } from './headers.ts'
import { isPreflight, isReadable } from './policy/origins.ts'
import { createOpen } from './open.ts'
import { pass } from './pass.ts'
import { refusalOf, refusalOfUpgrade } from './policy/refusal-of.ts'
import { BUSY } from './policy/refusals.ts'
import { refuse } from './policy/refuse.tsx'
import { headOf, responseOn, tunnel } from './tunnel.ts'
import { createWatch } from './watch.ts'

/** Answers requests and upgrades; `close` lets the kept connections and the tunnels go. */
export type Passthrough = {
  handle: (request: IncomingMessage, response: ServerResponse) => void
  upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => void
  close: () => void
}

/** Milliseconds the ticket system may take to accept a connection and between two bytes; requests at once. */
export type UpstreamLimits = { connectMs: number; idleMs: number; atOnce: number }

const UPSTREAM_LIMITS: UpstreamLimits = { connectMs: 5_000, idleMs: 60_000, atOnce: 512 }

export type Needs = {
  config: PassthroughConfig
  /** Whether an event of the ticket system belongs to one of the event site. */
  isLinked: (eventId: number) => Promise<boolean>
  limits?: UpstreamLimits
}

export type PassthroughConfig = Pick<
  Config,
  'ticketOrigin' | 'upstream' | 'upstreamApi' | 'embedOrigins' | 'proxyHops' | 'registration'
>

/** Passes everything that is not ours through to the ticket system, streaming both ways (spec 2.7). */
export function createPassthrough({ config, isLinked, limits = UPSTREAM_LIMITS }: Needs): Passthrough {
  const agents = createAgents(limits.connectMs)
  const open = createOpen({ config, agents })
  const watch = createWatch(limits.idleMs)
  const framing = createFraming({ embedOrigins: config.embedOrigins, isLinked })
  const cors = corsHeaders(config.ticketOrigin)
  const tunnels = new Set<Socket>()
  let underWay = 0

  const begin = ({ request, response }: Asked, send: () => ClientRequest, frame: readonly string[]) => {
    if (response.destroyed) return
    if (underWay >= limits.atOnce) return refuse(request, response, BUSY)
    underWay++
    const guards = isReadable(request, config.ticketOrigin) ? [...frame, ...cors] : frame
    const headersOf = (incoming: IncomingMessage) => responseHeaders(incoming, guards)
    pass({ request, response, open: send, watch, headersOf, onEnd: () => underWay-- })
  }

  const guard = (asked: Asked, send: () => ClientRequest) => {
    const frame = framing(pathOf(asked.request.url ?? '/'))
    if (frame instanceof Promise) void frame.then((each) => begin(asked, send, each))
    else begin(asked, send, frame)
  }

  return {
    handle: (request, response) => {
      const refusal = refusalOf(config, request)
      if (refusal !== null) return refuse(request, response, refusal)
      if (isPreflight(request)) return answerPreflight(config, request, response)
      guard({ request, response }, () => open(request))
    },
    upgrade: (request, socket, head) => {
      const response = responseOn(socket, request)
      const refusal = refusalOf(config, request) ?? refusalOfUpgrade(request)
      if (refusal !== null) return refuse(request, response, refusal)
      const carry = (incoming: IncomingMessage, upstream: Socket, upstreamHead: Buffer) => {
        // Over with as an answer, and under way until the tunnel ends.
        response.detachSocket(socket)
        response.destroy()
        tunnels.add(socket)
        socket.on('close', () => {
          tunnels.delete(socket)
          underWay--
        })
        socket.write(headOf(incoming))
        socket.write(upstreamHead)
        upstream.write(head)
        tunnel(socket, upstream)
      }
      guard({ request, response }, () =>
        open(request, ['Connection', 'Upgrade', 'Upgrade', 'websocket']).on('upgrade', carry),
      )
    },
    close: () => {
      agents.close()
      watch.close()
      for (const socket of tunnels) socket.destroy()
    },
  }
}

type Asked = { request: IncomingMessage; response: ServerResponse }

/** Cross-origin reading is refused by saying nothing; our own origin needs no preflight but may send one. */
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
