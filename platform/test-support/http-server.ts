import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A request that has arrived, with its whole body. */
export type SeenRequest = { method: string; url: string; headers: IncomingMessage['headers']; body: string }
type Handler = (request: SeenRequest, response: ServerResponse) => void

/** A real HTTP server for tests; `handle` may be replaced at any time. */
export type TestServer = {
  url: string
  seen: SeenRequest[]
  handle: Handler
  stop: () => Promise<void>
}

/** Starts a server on a free port. It answers 200 without a body until `handle` is replaced. */
export async function startTestServer(): Promise<TestServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const seen = { method, url, headers, body: Buffer.concat(chunks).toString() }
      test.seen.push(seen)
      test.handle(seen, response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const test: TestServer = {
    url: `http://127.0.0.1:${port}`,
    seen: [],
    handle: (_request, response) => response.end(),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return test
}
