import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

export type LineCall = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

/**
 * The fault of one call: `refuse` drops the call before it arrives. `lose-response` lets it arrive and drops the
 * response. `mute` answers with the head only and passes nothing of the body on, `hold` not even the head: neither closes
 * anything. `late` delays it. `answer` is a status sent instead. `holdResponse` holds the response until it resolves.
 */
export type LineFault =
  | 'refuse'
  | 'lose-response'
  | 'mute'
  | 'hold'
  | { late: number }
  | { answer: number }
  | { holdResponse: Promise<void> }
  | undefined

export type FaultyLine = {
  url: string
  /** Every attempted call, also those with a fault. */
  calls: LineCall[]
  /** Chooses the fault of each call. Without a rule, all calls pass. */
  rule: ((call: LineCall) => LineFault | Promise<LineFault>) | undefined
  close: () => Promise<void>
}

/** Opens a connection between two services that can fail. It is a real proxy, so both ends experience real broken connections. */
export async function openLine(targetPort: number): Promise<FaultyLine> {
  const server = createServer((request, response) => {
    forward(line, targetPort, { request, response }).catch(() => response.destroy())
  })
  const line: FaultyLine = {
    url: '',
    calls: [],
    rule: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return line
}

type ForwardedRequest = { request: IncomingMessage; response: ServerResponse }

async function forward(
  line: FaultyLine,
  port: number,
  { request, response }: ForwardedRequest,
): Promise<void> {
  const { method = '', url: path = '', headers } = request
  const body = await buffer(request)
  const call = { method, path, headers, body: body.toString() }
  line.calls.push(call)
  const fault = await line.rule?.(call)
  if (fault === 'refuse') return void request.socket.destroy()
  const { late, answer: status, holdResponse } = { ...NO_FAULT, ...(typeof fault === 'object' && fault) }
  if (status !== undefined) return void response.writeHead(status).end()
  if (late !== undefined) await sleep(late)
  // When the caller was killed while the call was held, the call must not arrive.
  if (request.socket.destroyed) return
  const answer = await passOn(port, request, body)
  // What one server promises of its connection does not hold for this one.
  delete answer.headers['keep-alive']
  delete answer.headers.connection
  if (fault === 'lose-response' || holdResponse !== undefined) {
    const whole = await buffer(answer)
    await holdResponse
    if (fault === 'lose-response') return void request.socket.destroy()
    return void response.writeHead(answer.statusCode ?? 502, answer.headers).end(whole)
  }
  if (fault !== 'hold') response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders()
  if (fault === 'hold' || fault === 'mute') {
    response.once('close', () => answer.destroy())
    return void answer.on('error', () => {}).resume()
  }
  await pipeline(answer, response)
}

const NO_FAULT: { late?: number; answer?: number; holdResponse?: Promise<void> } = {}

function passOn(port: number, from: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = from
    const { 'transfer-encoding': _, ...kept } = headers
    const outgoing = send({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...kept, 'content-length': body.length },
    })
    outgoing.once('response', resolve).once('error', reject).end(body)
  })
}
