import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { lingerOn } from './linger.ts'

const CHUNK = Buffer.alloc(64 * 1024)

let stop = () => {}
afterEach(() => stop())

/** A server that refuses each body by its length, before it was read. */
async function startRefusing(): Promise<number> {
  const server = createServer((request, response) => {
    lingerOn(request)
    response.writeHead(413, { connection: 'close' }).end('too large')
  })
  stop = () => server.close().closeAllConnections()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

type Sent = { answer: string; error: Error | null; chunks: number }

/** Sends chunks until all are sent or the connection is lost, as a client does that reads the answer afterwards. */
function send(port: number, length: number): Promise<Sent> {
  return new Promise((resolve) => {
    const sent: Sent = { answer: '', error: null, chunks: 0 }
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length * CHUNK.length}\r\n\r\n`)
    const next = () => {
      if (sent.chunks === length || !socket.writable) return
      sent.chunks += 1
      socket.write(CHUNK, () => setImmediate(next))
      if (sent.chunks === length) socket.end()
    }
    next()
    socket.on('data', (data) => (sent.answer += data.toString()))
    socket.on('error', (error) => (sent.error = error)).on('close', () => resolve(sent))
  })
}

describe('a client whose body is refused before it has sent it', () => {
  it('can send the rest, and reads the answer without a reset', async () => {
    const port = await startRefusing()
    const { answer, error, chunks } = await send(port, 300)
    expect([error, chunks]).toEqual([null, 300])
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*too large/)
  })

  it('is not waited for longer than a few seconds', async () => {
    const port = await startRefusing()
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n')
    // A connection that is gone is noticed by the next byte.
    const bytes = setInterval(() => socket.write('.'), 50)
    await new Promise((resolve) => socket.resume().once('error', resolve).once('close', resolve))
    clearInterval(bytes)
  })
})
