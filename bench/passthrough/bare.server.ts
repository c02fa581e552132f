import { Agent, createServer, type IncomingMessage, request as send } from 'node:http'
import { readSettings, serve } from '../servers/serve.ts'

export type BareSettings = {
  port: number
  /** `objects` hands headers on as Node makes them; `lists` as they came, which is the least there is to do. */
  headers: 'objects' | 'lists'
}

/** A proxy as one writes it on `node:http`: connections kept, both bodies piped, nothing judged and nothing changed. */
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
