import { pathOf } from '@tuvens/platform/path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Config } from '../config.ts'
import { createFraming } from './framing.ts'
import { corsHeaders } from './headers.ts'
import { isPreflight, isReadable } from './origins.ts'
import { type Exchange, pass } from './pass.ts'
import { refusalOf, refusalOfUpgrade } from './refusal-of.ts'
import { BUSY } from './refusals.ts'
import { refuse } from './refuse.tsx'
import { createSend } from './send.ts'
import { createTargets } from './target.ts'
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
  const targets = createTargets(config, limits.connectMs)
  const send = createSend({ config, targets })
  const watch = createWatch(limits.idleMs)
  const framing = createFraming({ embedOrigins: config.embedOrigins, isLinked })
  const cors = corsHeaders(config.ticketOrigin)
  const tunnels = new Set<Socket>()
  let underWay = 0
  const onEnd = () => void underWay--

  const begin = ({ request, response, onUpgrade }: Asked, frame: readonly string[]) => {
    if (response.destroyed) return
    if (underWay >= limits.atOnce) return refuse(request, response, BUSY)
    underWay++
    const guards = isReadable(request, config.ticketOrigin) ? [...frame, ...cors] : frame
    pass({ request, response, onUpgrade, send, watch, guards, onEnd })
  }

  const guard = (asked: Asked) => {
    const frame = framing(pathOf(asked.request.url ?? '/'))
    if (frame instanceof Promise) void frame.then((each) => begin(asked, each))
    else begin(asked, frame)
  }

  return {
    handle: (request, response) => {
      const refusal = refusalOf(config, request)
      if (refusal !== null) return refuse(request, response, refusal)
      if (isPreflight(request)) return answerPreflight(config, request, response)
      guard({ request, response })
    },
    upgrade: (request, socket, head) => {
      const response = responseOn(socket, request)
      const refusal = refusalOf(config, request) ?? refusalOfUpgrade(request)
      if (refusal !== null) return refuse(request, response, refusal)
      const carry: Exchange['onUpgrade'] = (status, rawHeaders, upstream) => {
        // Over with as an answer, and under way until the tunnel ends.
        response.detachSocket(socket)
        response.destroy()
        tunnels.add(socket)
        socket.on('close', () => {
          tunnels.delete(socket)
          onEnd()
        })
        socket.write(headOf(status, rawHeaders))
        upstream.write(head)
        tunnel(socket, upstream as Socket)
      }
      guard({ request, response, onUpgrade: carry })
    },
    close: () => {
      targets.close()
      watch.close()
      for (const socket of tunnels) socket.destroy()
    },
  }
}

type Asked = Pick<Exchange, 'request' | 'response' | 'onUpgrade'>

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
