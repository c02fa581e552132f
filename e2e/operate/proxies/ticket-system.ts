import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { WebSocketServer } from 'ws'

/** The box office, with WebSockets beside it, which a Hi.Events with broadcasting has: each message comes back. */
export async function startTicketSystem(port: number, boxOfficePort: () => number): Promise<Server> {
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, url, headers } = incoming
    const options = { port: boxOfficePort(), host: '127.0.0.1', method, path: url, headers }
    const call = request(options, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(outgoing)
    })
    call.on('error', () => outgoing.destroy())
    incoming.pipe(call)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}
