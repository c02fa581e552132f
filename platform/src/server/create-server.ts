import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { isProbe } from '../http/path.ts'
import { observeRequests, type RequestLogOptions } from '../telemetry/observe-requests.ts'
import { type BodyPace, createBodyWatch } from './body-watch.ts'
import { isDraining, noteRequest } from './drain.ts'
import { lingerOn } from './linger.ts'
import { hasBody } from './request-body.ts'

/** Milliseconds a client may take: for its headers, and for a whole request; `pace` of its body. */
export type ClientLimits = {
  headersTimeout: number
  requestTimeout: number
  pace?: BodyPace
  connectionsCheckingInterval?: number
}

/** Node compares connections with the limits only every half minute unless it is told otherwise. */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 }
/** Longer than the minute for which many proxies keep a connection, so that a request rarely meets one that closes. */
const KEEP_ALIVE_MS = 72_000

/** Answers a request with an error. */
type RefuseSlow = (request: IncomingMessage, response: ServerResponse) => void

/** How a server meets its clients. */
export type ServerOptions = Partial<ClientLimits> & { refuseSlow: RefuseSlow; requests: RequestLogOptions }

/**
 * The HTTP server of every service: it measures and logs each request, and a client that sends headers or a body too slowly
 * loses its connection. The caller answers `clientError`, with which Node reports slow headers.
 */
export function createHttpServer(
  { refuseSlow, pace, requests, ...limits }: ServerOptions,
  listener: RequestListener,
): Server {
  const bodies = createBodyWatch(pace)
  const options = { ...LIMITS, ...limits, keepAliveTimeout: KEEP_ALIVE_MS }
  const observed = observeRequests(requests, (request, response) => {
    if (isDraining(server)) {
      // The client opens its next connection, which a balancer leads to another node.
      response.shouldKeepAlive = false
      if (!isProbe(request.url ?? '')) noteRequest(server)
    }
    if (hasBody(request)) {
      lingerOn(request)
      bodies.begin(request, () => cut({ request, response }, refuseSlow))
    }
    listener(request, response)
  })
  const server = createServer(options, (request, response) => {
    // After the last answer of a connection nothing more is done for it.
    if (request.socket.writableEnded) return void request.socket.destroy()
    observed(request, response)
  })
  closeUnused(server)
  return server.on('close', bodies.close)
}

/**
 * A connection that has brought no byte yet is idle, too: browsers open some ahead. Node itself waits for them when the server
 * closes.
 */
function closeUnused(server: Server): void {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const closeIdle = server.closeIdleConnections.bind(server)
  server.closeIdleConnections = () => {
    closeIdle()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }
}

/** Refuses a request whose body arrives too slowly, and closes its connection without the rest of the body. */
function cut(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  refuse: RefuseSlow,
): void {
  if (response.headersSent) return void response.destroy()
  response.shouldKeepAlive = false
  response.on('finish', () => closeSoon(request.socket))
  refuse(request, response)
}

/** How long a client may take to read the last bytes. */
const CLOSE_TIMEOUT_MS = 10_000

/** Ends a socket when its last bytes are read, or after a time limit. */
export function closeSoon(socket: Socket): void {
  socket.setTimeout(CLOSE_TIMEOUT_MS, () => socket.destroy())
  socket.destroySoon()
}
