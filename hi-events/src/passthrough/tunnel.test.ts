import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { until } from '../../test-support/harness.ts'
import { dial, type Stand, startStand } from '../../test-support/passthrough-stand.ts'

let stand: Stand
let sockets: WebSocketServer
let upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
beforeAll(async () => {
  stand = await startStand()
  sockets = new WebSocketServer({ noServer: true })
  stand.upstream.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    stand.seen.push(request)
    upgrade(request, socket, head)
  })
})
afterAll(() => stand.stop())
afterEach(() => {
  for (const each of sockets.clients) each.terminate()
  stand.seen.length = 0
})

/** The ticket system takes the connection, and `talk` has it. */
function accept(talk: (socket: WebSocket) => void): void {
  upgrade = (request, socket, head) => sockets.handleUpgrade(request, socket, head, talk)
}

const open = (path = '/app/socket', protocols: string[] = []) =>
  new WebSocket(`${stand.url.replace('http', 'ws')}${path}`, protocols)

const closing = (socket: WebSocket) =>
  new Promise<[number, string]>((resolve) =>
    socket.on('close', (code, reason) => resolve([code, reason.toString()])),
  )

const handshake = (extra = '', path = '/app/socket') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${extra}\r\n`

describe('a WebSocket', () => {
  it('is carried both ways with large messages and the real address of its sender', async () => {
    accept((socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))
    const socket = open('/app/socket?x=1', ['chat'])
    const bytes = randomBytes(3_000_000)
    const received: Buffer[] = []
    socket.on('message', (data) => received.push(data as Buffer))
    await new Promise((resolve) => socket.on('open', resolve))
    expect(socket.protocol).toBe('chat')
    socket.send(bytes)
    socket.send('and a word')
    await until(() => received.length === 2)
    const hash = (of?: Buffer) =>
      createHash('sha256')
        .update(of ?? '')
        .digest('hex')
    expect(hash(received[0])).toBe(hash(bytes))
    expect(received[1]?.toString()).toBe('and a word')
    expect(stand.seen[0]).toMatchObject({
      url: '/app/socket?x=1',
      headers: { 'x-forwarded-for': '127.0.0.1', upgrade: 'websocket' },
    })
    socket.close()
  })

  it('ends with the code and reason of either side', async () => {
    accept((socket) => socket.on('message', () => socket.close(4001, 'enough')))
    const told = open()
    told.on('open', () => told.send('?'))
    expect(await closing(told)).toEqual([4001, 'enough'])

    let heard: Promise<[number, string]> | undefined
    accept((socket) => void (heard = closing(socket)))
    const telling = open()
    telling.on('open', () => telling.close(4002, 'bye'))
    await closing(telling)
    expect(await heard).toEqual([4002, 'bye'])
    await until(() => stand.connections.size === 0, 'both connections to be let go')
  })

  it('carries what was sent with the handshake', async () => {
    let heard = ''
    upgrade = (_request, socket, head) => {
      heard += head.toString()
      socket.on('data', (data: Buffer) => (heard += data.toString())).on('end', () => socket.end())
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst',
      )
    }
    const wire = await dial(stand, `${handshake()}early`)
    await until(() => wire.said().endsWith('\r\n\r\nfirst') && heard === 'early')
    wire.socket.destroy()
  })

  it('is closed on both sides when either side dies', async () => {
    let ended = 0
    accept((socket) => void socket.on('close', () => ended++))
    const dying = open()
    await new Promise((resolve) => dying.on('open', resolve))
    dying.terminate()
    await until(() => ended === 1, 'the ticket system to be told')

    accept((socket) => void setTimeout(() => socket.terminate(), 20))
    expect((await closing(open()))[0]).toBe(1006)
    await until(() => stand.connections.size === 0, 'both connections to be let go')
  })

  it('may be idle for longer than a response', async () => {
    const hasty = await startStand({ limits: { idleMs: 150 } })
    hasty.upstream.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(
        request,
        socket,
        head,
        (each) => void setTimeout(() => each.send('still here'), 600),
      ),
    )
    const socket = new WebSocket(hasty.url.replace('http', 'ws'))
    expect(
      await new Promise((resolve) => socket.on('message', (data) => resolve(String(data as Buffer)))),
    ).toBe('still here')
    socket.terminate()
    await hasty.stop()
  })

  it('counts as a concurrent request until it ends', async () => {
    const narrow = await startStand({ limits: { atOnce: 2 } })
    narrow.upstream.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, () => {}),
    )
    const status = async () => (await fetch(narrow.url)).status
    for (let round = 0; round < 3; round++) {
      const two = [1, 2].map(() => new WebSocket(narrow.url.replace('http', 'ws')))
      await Promise.all(two.map((each) => new Promise((resolve) => each.on('open', resolve))))
      expect(await status()).toBe(503)
      for (const each of two) each.terminate()
      await until(async () => (await status()) === 200, 'a free slot')
    }
    await narrow.stop()
  })

  it('does not delay a shutdown', async () => {
    const leaving = await startStand()
    leaving.upstream.on('upgrade', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, () => {}),
    )
    const socket = new WebSocket(leaving.url.replace('http', 'ws'))
    await new Promise((resolve) => socket.on('open', resolve))
    const closed = closing(socket)
    await leaving.stop()
    expect((await closed)[0]).toBe(1006)
  })
})

describe('a refused upgrade', () => {
  it('carries the response and cookies of the ticket system, with our framing headers', async () => {
    upgrade = (_request, socket) =>
      socket.end('HTTP/1.1 401 Unauthorized\r\nSet-Cookie: a=1\r\nContent-Length: 7\r\n\r\nsign in')
    const wire = await dial(stand, handshake())
    await until(wire.hasEnded)
    expect(wire.said()).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
    expect(wire.said()).toContain('Set-Cookie: a=1')
    expect(wire.said()).toContain("frame-ancestors 'none'")
    expect(wire.said()).toContain('Connection: close')
    expect(wire.said()).toMatch(/\r\n\r\nsign in$/)
  })

  it('gets JSON when the ticket system closes the connection', async () => {
    upgrade = (_request, socket) => socket.destroy()
    const wire = await dial(stand, handshake())
    await until(wire.hasEnded)
    expect(wire.said()).toContain('HTTP/1.1 503')
    expect(wire.said()).toContain('UPSTREAM_UNAVAILABLE')
  })

  it.each([
    ['to another protocol', handshake().replace('Upgrade: websocket', 'Upgrade: h2c'), 400],
    ['with a body', handshake('Content-Length: 3\r\n'), 400],
    ['by another method', handshake().replace('GET', 'POST'), 400],
    ['to what is ours', handshake('', '/embed/7'), 400],
    ['to what is closed', handshake('', '/api/admin'), 404],
    ['from another site', handshake('Origin: https://evil.example\r\n'), 403],
  ])('does not reach the ticket system: %s', async (_what, bytes, status) => {
    upgrade = (_request, socket) => socket.destroy()
    const wire = await dial(stand, bytes)
    await until(wire.hasEnded)
    expect(wire.said()).toContain(`HTTP/1.1 ${status}`)
    expect(wire.said()).toMatch(/"code":"[A-Z_]+"/)
    expect(stand.seen).toHaveLength(0)
  })

  it('gets a page in a browser', async () => {
    const wire = await dial(stand, handshake('Accept: text/html\r\n').replace('websocket', 'h2c'))
    await until(wire.hasEnded)
    expect(wire.said()).toContain('This connection cannot be upgraded')
  })
})
