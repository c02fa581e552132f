import { connect } from 'node:net'

/** A request as its bytes: nothing checks or completes it. */
export type RawRequest = { method: string; path: string; lines: readonly string[]; body: string | Buffer }
export type RawResponse = { status: number; head: string; body: string }

/**
 * Sends a request over a connection of its own and reads until the server ends it. `Host` and `Connection: close` are
 * added. A server that cuts the connection without a response gives the status 0.
 */
export function sendRaw(url: string, { method, path, lines, body }: RawRequest): Promise<RawResponse> {
  const { hostname, port, host } = new URL(url)
  const head = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...lines]
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const chunks: Buffer[] = []
    const finish = () => resolve(parse(Buffer.concat(chunks).toString('latin1')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', finish)
    socket.on('close', finish)
    socket.write(Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'))
    socket.write(body)
  })
}

/** Sends a body whose length is right. */
export function sendRawBody(url: string, request: RawRequest): Promise<RawResponse> {
  const length = Buffer.byteLength(request.body)
  return sendRaw(url, { ...request, lines: [`Content-Length: ${length}`, ...request.lines] })
}

/** The last response counts: one with status 100 may come before it. */
function parse(text: string): RawResponse {
  const start = text.startsWith('HTTP/1.1 100') ? text.indexOf('HTTP/1.1', 8) : 0
  const response = text.slice(Math.max(0, start))
  const end = response.indexOf('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? 0),
    head: response.slice(0, Math.max(0, end)),
    body: end === -1 ? '' : response.slice(end + 4),
  }
}
