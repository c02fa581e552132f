import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerClientError } from '@tuvens/platform/http/client-error'
import { freePort } from '@tuvens/platform/free-port'
import { listen } from '@tuvens/platform/test-support/http-server'
import { connect, createServer as createRawServer, type Socket } from 'node:net'
import { createPassthrough, type PassthroughConfig, type UpstreamLimits } from '../src/passthrough/proxy.ts'
import { type ClientLimits, serve } from '../src/passthrough/serve.ts'

/** The pass-through on a real port, in front of a ticket system that the test controls; no database. */
export type Stand = {
  url: string
  port: number
  server: Server
  /** The requests that the ticket system received. */
  seen: IncomingMessage[]
  /** How it responds. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
  upstream: Server
  /** Its open connections. */
  connections: Set<Socket>
  /** Events that are linked. */
  linked: Set<number>
  stop: () => Promise<void>
}

export type StandOptions = {
  config?: Partial<PassthroughConfig>
  limits?: Partial<UpstreamLimits>
  clientLimits?: ClientLimits
  /** A ticket system that writes raw bytes. */
  raw?: (socket: Socket) => void
}

export async function startStand(options: StandOptions = {}): Promise<Stand> {
  const upstream = createServer((request, response) => {
    stand.seen.push(request)
    stand.answer(request, response)
  })
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
  const passthrough = createPassthrough({
    config: {
      ticketOrigin: url,
      upstream: address,
      upstreamApi: `${address}/api`,
      embedOrigins: ['https://tuvens.example'],
      proxyHops: 0,
      registration: 'closed',
      ...options.config,
    },
    isLinked: async (eventId) => linked.has(eventId),
    limits: { connectMs: 5_000, idleMs: 30_000, atOnce: 512, ...options.limits },
  })
  const ours = (_request: IncomingMessage, response: ServerResponse) => response.end('ours')
  const server = serve(passthrough, ours, options.clientLimits)
  server.on('clientError', answerClientError)
  await listen(server, port)
  const stand: Stand = {
    url,
    port,
    server,
    seen: [],
    answer: (request, response) => {
      request.resume()
      response.end('hello')
    },
    upstream,
    connections,
    linked,
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
export type Wire = { socket: Socket; said: () => string; hasEnded: () => boolean }

export function dial({ port }: Pick<Stand, 'port'>, bytes = ''): Promise<Wire> {
  return new Promise((resolve) => {
    let said = ''
    let hasEnded = false
    const socket = connect(port, '127.0.0.1', () => {
      if (bytes !== '') socket.write(bytes, 'latin1')
      resolve({ socket, said: () => said, hasEnded: () => hasEnded })
    })
    socket.on('data', (chunk) => (said += chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => (hasEnded = true))
  })
}
