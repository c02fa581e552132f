import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createLog } from '@tuvens/platform/log'
import { answerClientError } from '@tuvens/platform/server/client-error'
import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { freePort } from '@tuvens/platform/free-port'
import type { ClientLimits } from '@tuvens/platform/server/create-server'
import { listen } from '@tuvens/platform/test-support/http-server'
import { once } from 'node:events'
import { connect, createServer as createRawServer, type Socket } from 'node:net'
import type { PassthroughLogins } from '../src/passthrough/login/logins.ts'
import type { ObservedChange } from '../src/passthrough/policy/observed-changes.ts'
import { createPassthrough, type PassthroughConfig, type UpstreamLimits } from '../src/passthrough/proxy.ts'
import { createRefuse } from '../src/passthrough/policy/refuse.tsx'
import { createTicketOriginServer } from '../src/passthrough/serve.ts'

export type Stand = Awaited<ReturnType<typeof startStand>>

export type StandOptions = {
  config?: Partial<PassthroughConfig>
  limits?: Partial<UpstreamLimits>
  clientLimits?: Partial<ClientLimits>
  /** Who is signed in; nobody by default. */
  logins?: PassthroughLogins
  /** A ticket system that writes raw bytes. */
  raw?: (socket: Socket) => void
}

/** Everybody is a stranger. */
const STRANGERS: PassthroughLogins = {
  gate: () => ({ login: null, presented: null, refusal: null }),
  swap: () => null,
  attach: () => () => {},
}

/** The pass-through on a real port, in front of a ticket system that the test controls; no database. */
export async function startStand(options: StandOptions = {}) {
  const upstream = createServer((request, response) => {
    seen.push(request)
    stand.answer(request, response)
  })
  const seen: IncomingMessage[] = []
  const behind = options.raw === undefined ? upstream : createRawServer(options.raw)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const connections = new Set<Socket>()
  behind.on('connection', (socket: Socket) => {
    connections.add(socket.on('error', () => {}))
    socket.on('close', () => connections.delete(socket))
  })
  const address = `http://127.0.0.1:${await listen(behind)}`
  const linked = new Set<number>()
  const observed: ObservedChange[] = []
  const config: PassthroughConfig = {
    ticketOrigin: url,
    upstream: address,
    upstreamApi: `${address}/api`,
    embedOrigins: ['https://tuvens.example'],
    proxyHops: 0,
    registration: 'closed',
    siteUrl: 'https://site.example',
    ...options.config,
  }
  const refuse = createRefuse(config.ticketOrigin)
  const passthrough = createPassthrough({
    config,
    refuse,
    logins: options.logins ?? STRANGERS,
    framingOriginsOf: async (eventId) => (linked.has(eventId) ? [] : null),
    observe: (change) => observed.push(change),
    limits: { connectMs: 5_000, idleMs: 30_000, atOnce: 512, perClient: 512, ...options.limits },
  })
  const ours = (request: IncomingMessage, response: ServerResponse) => stand.answerOurs(request, response)
  const entrance = createEntrance({
    publicUrl: config.ticketOrigin,
    isTrustedPeer: () => config.proxyHops > 0,
  })
  const log = createLog('hi-events', 'silent')
  const limitCall = (_request: IncomingMessage, _response: ServerResponse, next: () => void) => next()
  const server = createTicketOriginServer(
    { publicUrl: config.ticketOrigin, entrance, refuse, passthrough, limitCall, ours, requests: { log } },
    options.clientLimits,
  )
  server.on('clientError', answerClientError)
  await listen(server, port)
  const stand = {
    url,
    port,
    server,
    /** The requests that the ticket system received. */
    seen,
    /** How it responds. */
    answer: (request: IncomingMessage, response: ServerResponse): void => {
      request.resume()
      response.end('hello')
    },
    /** How our own routes respond. */
    answerOurs: (_request: IncomingMessage, response: ServerResponse): void => {
      response.end('ours')
    },
    upstream,
    /** The open connections of the ticket system. */
    connections,
    /** Events that are linked. */
    linked,
    /** Changes that were seen in answers. */
    observed,
    stop: async () => {
      passthrough.close()
      for (const socket of connections) socket.destroy()
      server.closeAllConnections()
      await Promise.all([server, behind].map((each) => new Promise((resolve) => each.close(resolve))))
    },
  }
  return stand
}

/** A socket, the bytes it received, and whether the other side has closed it. */
export async function dial({ port }: Pick<Stand, 'port'>, bytes = '') {
  let said = ''
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.on('data', (text: string) => (said += text)).on('error', () => {})
  await once(socket, 'connect')
  if (bytes !== '') socket.write(bytes, 'latin1')
  return { socket, said: () => said, hasEnded: () => socket.closed }
}
