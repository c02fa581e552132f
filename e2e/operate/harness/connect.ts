import { connect as openTls, type TLSSocket } from 'node:tls'
import { Agent } from 'undici'
import type { Stack } from './stack.ts'

export type Entrance = Stack['entrance']

/** Opens a connection to HAProxy, whose certificate for this name must be of the drill's authority. */
export function openConnection({ address, authority: ca }: Entrance, name: string, port: number): TLSSocket {
  return openTls({ host: address, port, servername: name, ca, ALPNProtocols: ['http/1.1'] })
}

/** Connections that are kept, as those of browsers. No request is repeated. */
export function createVisitors(entrance: Entrance, connections: number): Agent {
  return new Agent({
    connections,
    pipelining: 1,
    connect: ({ hostname, port }, done) => {
      const socket = openConnection(entrance, hostname, Number(port))
      socket.once('secureConnect', () => done(null, socket)).once('error', (error) => done(error, null))
    },
  })
}
