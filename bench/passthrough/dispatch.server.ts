import { createServer } from 'node:http'
import { Pool } from 'undici'
import { BenchError } from '../bench-error.ts'
import { readSettings, serve } from '../servers/serve.ts'

/** A minimal proxy on `node:http` and undici's `dispatch`: checks and changes nothing. */
const { port } = readSettings<{ port: number }>()
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1 })

serve(
  createServer((request, response) => {
    const { method = 'GET', url: path = '/', rawHeaders } = request
    // undici frames the body itself and refuses a header that says how.
    const headers = rawHeaders.filter(
      (_, at) => !/^(connection|transfer-encoding)$/i.test(rawHeaders[at - (at % 2)] ?? ''),
    )
    const hasBody = 'content-length' in request.headers || 'transfer-encoding' in request.headers
    pool.dispatch(
      { method: method as 'GET', path, headers, body: hasBody ? request : null },
      {
        onRequestStart: (controller) => {
          response.on('drain', () => controller.resume())
          response.on(
            'close',
            () => response.writableFinished || controller.abort(new Error('the client left')),
          )
        },
        onResponseStart: ({ rawHeaders: raw }, status) => {
          if (!Array.isArray(raw)) throw new BenchError('undici gave no list of headers')
          response.writeHead(
            status,
            raw.map((each) => each.toString('latin1')),
          )
        },
        onResponseData: (controller, chunk) => {
          if (!response.write(chunk)) controller.pause()
        },
        onResponseEnd: () => response.end(),
        onResponseError: () => response.destroy(),
      },
    )
  }),
)
