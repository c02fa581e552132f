import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request that has arrived, with its whole body. */
export type SeenRequest = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
type Handler = (request: SeenRequest, response: ServerResponse) => unknown
export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/** Starts a real HTTP server for tests. It answers 200 without a body until `handle` is given or replaced. */
export async function startTestServer(
  handle: Handler = (_request, response) => response.end(),
  host = '127.0.0.1',
) {
  const server = createServer((request, response) => {
    const handleBody = (body: string) => {
      const { method = '', url = '', headers } = request
      const seen = { method, url, headers, body }
      test.seen.push(seen)
      return test.handle(seen, response)
    }
    // A request that was cut has no body to handle; a handler that throws fails the test.
    void text(request).then(handleBody, () => {})
  })
  server.keepAliveTimeout = 500
  const seen: SeenRequest[] = []
  const test = {
    url: `http://127.0.0.1:${await listen(server, 0, host)}`,
    seen,
    /** May be replaced at any time. */
    handle,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return test
}

/** @returns the port, chosen by the system for 0 */
export async function listen(server: Server, port = 0, host = '127.0.0.1'): Promise<number> {
  await once(server.listen(port, host), 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
