import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { ECHO, ECHO_HEAD } from '../../test-support/echo.ts'
import { createHttp } from '../http/http.ts'
import { addRoute } from '../http/route.ts'
import { lingerOn } from './linger.ts'

const CHUNK = Buffer.alloc(64 * 1024)
const LENGTH = 300
const LARGE = `${ECHO_HEAD}Content-Length: ${LENGTH * CHUNK.length}\r\n\r\n`

let stop: () => unknown = () => {}
afterEach(() => stop())

/** A service that refuses large bodies by their length, before they were read. */
async function startService() {
  const app = createHttp({ log: pino({ level: 'silent' }), publicUrl: 'http://localhost' })
  const words: string[] = []
  addRoute(app, ECHO, [], async ({ body }) => {
    words.push(body.word)
    return { word: body.word }
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  stop = () => app.close()
  return { words, port: (app.server.address() as AddressInfo).port }
}

/** A client that goes on sending after the service has ended its half of the connection. */
const open = (port: number) => connect({ port, host: '127.0.0.1', allowHalfOpen: true })

async function sendLarge(socket: Socket): Promise<void> {
  for (let sent = 0; sent < LENGTH; sent++)
    await new Promise<void>((resolve, reject) =>
      socket.write(CHUNK, (error) => (error ? reject(error) : setImmediate(resolve))),
    )
}

const answerOf = (socket: Socket) =>
  new Promise<string>((resolve) => {
    let answer = ''
    socket.on('data', (data) => (answer += data.toString())).on('error', () => {})
    socket.once('end', () => resolve(answer)).once('close', () => resolve(answer))
  })

describe('a client whose body is refused before it has sent it', () => {
  it('can send the rest, and reads the answer without a reset', async () => {
    const socket = open((await startService()).port)
    const answer = answerOf(socket)
    socket.write(LARGE)
    await sendLarge(socket)
    expect(await answer).toMatch(/^HTTP\/1\.1 413 [^]*PAYLOAD_TOO_LARGE/)
  })

  it('has no other request answered on that connection', async () => {
    const { words, port } = await startService()
    const socket = open(port)
    const answer = answerOf(socket)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(LARGE)
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /)
    await sendLarge(socket)
    const body = '{"word":"smuggled"}'
    socket.write(`${ECHO_HEAD}Content-Length: ${body.length}\r\n\r\n${body}`)
    socket.end()
    await closed
    expect(words).toEqual([])
  })

  it('that sends nothing more is not waited for', async () => {
    const server = createServer({ requestTimeout: 0 }, (request, response) => {
      lingerOn(request, 100)
      response.writeHead(413, { connection: 'close' }).end('too large')
    })
    stop = () => server.close().closeAllConnections()
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const closed = new Promise((resolve) =>
      server.once('connection', (served: Socket) => served.once('close', resolve)),
    )
    const socket = open((server.address() as AddressInfo).port)
    socket.write(LARGE)
    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 413 /)
    await closed
    socket.destroy()
  })
})
