import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Reads the settings that `spawn.ts` passed to this process. */
export function readSettings<T>(): T {
  return JSON.parse(process.env['BENCH_SETTINGS'] ?? '{}')
}

/** Listens on a free loopback port, sends its number to the parent process, and exits when the parent ends. */
export function serve(server: Server): void {
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
  })
  process.on('disconnect', () => process.exit(0))
}

/** The bytes of a request's body. */
export function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}
