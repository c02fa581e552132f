import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { path: string; headers: Record<string, string>; raw: string }
/** Answer with this status, close the connection, or answer after so many milliseconds. */
export type ResponseMode = { status: number } | { drop: true } | { delay: number }
export type Receiver = {
  url: string
  received: Received[]
  /** How the next deliveries are answered, in order; then 200 again. */
  responseModes: ResponseMode[]
  /** Called while a delivery waits for its answer. */
  during: (received: Received) => Promise<void>
  close: () => Promise<void>
}

/** A webhook receiver that can be slow, answer with errors or drop connections. */
export async function startReceiver(host = '127.0.0.1'): Promise<Receiver> {
  const receiver: Receiver = {
    url: '',
    received: [],
    responseModes: [],
    during: async () => {},
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const server = createServer((request, response) => {
    let raw = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (raw += part))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const received = { path: request.url ?? '', headers, raw }
      receiver.received.push(received)
      void receiver
        .during(received)
        .then(() => reply(response, receiver.responseModes.shift() ?? { status: 200 }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  receiver.url = `http://${host}:${(server.address() as AddressInfo).port}`
  return receiver
}

function reply(response: ServerResponse, mode: ResponseMode): void {
  if ('drop' in mode) response.socket?.destroy()
  else if ('delay' in mode) setTimeout(() => response.end('ok'), mode.delay).unref()
  else response.writeHead(mode.status).end('ok')
}
