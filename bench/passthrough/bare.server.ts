import { Agent, createServer, type IncomingMessage, request as send } from 'node:http'
import { readSettings, serve } from '../servers/serve.ts'

export type BareSettings = {
  port: number
  /** `objects` passes headers on as Node parses them; `lists` passes the raw list on, which is the least work. */
  headers: 'objects' | 'lists'
}

/** A minimal proxy on `node:http`: keeps connections, pipes both bodies, checks and changes nothing. */
const { port, headers } = readSettings<BareSettings>()
const agent = new Agent({ keepAlive: true })
const headersOf = ({ headers: parsed, rawHeaders }: IncomingMessage) =>
  headers === 'lists' ? rawHeaders : parsed

serve(
  createServer((request, response) => {
    const { method = 'GET', url: path = '/' } = request
    const options = { host: '127.0.0.1', port, method, path, agent, setHost: false }
    const outgoing = send({ ...options, headers: headersOf(request) }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, headersOf(incoming))
      incoming.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    request.pipe(outgoing)
  }),
)
