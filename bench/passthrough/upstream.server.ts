import { createServer } from 'node:http'
import { serve } from '../servers/serve.ts'
import { BODIES } from './bodies.ts'

/** A ticket system with prepared responses, so that the benchmark measures only the proxies. */
serve(
  createServer((request, response) => {
    const found = BODIES[request.url ?? '']
    if (found === undefined) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'cache-control': 'no-cache, private',
      'set-cookie': 'session_identifier=abc.def.ghi; path=/; secure; httponly; samesite=none',
      vary: 'Accept-Encoding',
      'x-ratelimit-limit': '180',
      'x-ratelimit-remaining': '179',
    })
    response.end(found.bytes)
  }),
)
