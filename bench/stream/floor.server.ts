import { createServer, type ServerResponse } from 'node:http'
import { answer, serve } from '../servers/serve.ts'
import { changeOf } from './change.ts'

/** The minimal stream server: a set of open responses and `write`. GET subscribes, POST publishes one change to all. */
const readers = new Set<ServerResponse>()
let version = 0

function join(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
  response.write('retry: 2000\n\n')
  readers.add(response)
  response.on('close', () => readers.delete(response))
}

function publish(): void {
  version += 1
  const frame = Buffer.from(`id: ${version}\ndata: ${JSON.stringify(changeOf(version))}\n\n`)
  for (const reader of readers) reader.write(frame)
}

serve(
  createServer((request, response) => {
    if (request.method === 'GET') return join(response)
    request.resume()
    publish()
    return answer(response, 200, {})
  }),
)
