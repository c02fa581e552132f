import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { portOf, type Ports } from './ports.ts'

const PORTS = [3000, 3001, 3002, 3010, 3011, 3012]

export type Nodes = {
  /** Paths that a node was asked for, without checks of the proxy, by its port in the files of deploy/. */
  requests: () => { port: number; path: string }[]
  stop: () => Promise<void>
}

export type Answer = (request: { port: number; path: string }, response: ServerResponse) => void

/** Servers in the place of two nodes of each service, which answer as a test says. */
export async function startNodes(ports: Ports, answer: Answer): Promise<Nodes> {
  const requests: { port: number; path: string }[] = []
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
      const { pathname: path } = new URL(incoming.url ?? '/', 'http://node')
      if (path === '/healthz' || path === '/readyz') return void response.end()
      requests.push({ port, path })
      answer({ port, path }, response)
    })
    await new Promise<void>((resolve) => server.listen(portOf(ports, port), '127.0.0.1', resolve))
    return server
  }
  const servers = await Promise.all(PORTS.map(listen))
  return {
    requests: () => [...requests],
    stop: async () => {
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((each) => new Promise((resolve) => each.close(resolve))))
    },
  }
}
