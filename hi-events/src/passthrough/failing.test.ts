import { request as httpRequest, type ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../test-support/harness.ts'
import { dial, type Stand, startStand, type StandOptions } from '../../test-support/passthrough-stand.ts'

const stands: Stand[] = []
const start = async (options: StandOptions = {}) => {
  const stand = await startStand(options)
  stands.push(stand)
  return stand
}
afterEach(async () => {
  await Promise.all(stands.splice(0).map((each) => each.stop()))
})

const asPerson = { headers: { accept: 'text/html' } }
const LATER = /Wait a moment and load this page again/
const UNSURE = /look whether it was before you do it again/

describe('a slow ticket system', () => {
  it('gets a time-out page when it does not begin to answer', async () => {
    const { url } = await start({ raw: (socket) => socket.resume(), limits: { idleMs: 200 } })
    const page = await fetch(`${url}/event/1/jazz`, asPerson)
    expect([page.status, page.headers.get('retry-after')]).toEqual([504, '5'])
    const words = await page.text()
    expect(words).toMatch(/taking too long/)
    expect(words).toMatch(LATER)
    const envelope = await fetch(`${url}/api/events`)
    expect(await envelope.json()).toMatchObject({ statusCode: 504, code: 'UPSTREAM_TIMEOUT' })
  })

  it('makes the page of a write say that it may have been done', async () => {
    const { url } = await start({ raw: (socket) => socket.resume(), limits: { idleMs: 200 } })
    const page = await fetch(`${url}/checkout`, { ...asPerson, method: 'POST', body: 'a=1' })
    expect(page.status).toBe(504)
    const words = await page.text()
    expect(words).toMatch(UNSURE)
    expect(words).not.toMatch(/Nothing is lost|Try again/)
  })

  it('has its response cut in the middle, so that it does not look complete', async () => {
    const raw = (socket: Socket) =>
      void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n')
    const { url } = await start({ raw, limits: { idleMs: 200 } })
    await expect(fetch(`${url}/x`).then((each) => each.text())).rejects.toThrow()
  })

  it('is waited for as long as bytes arrive', async () => {
    const stand = await start({ limits: { idleMs: 250 } })
    stand.answer = (_request, response) => {
      let left = 8
      const timer = setInterval(() => {
        response.write('.')
        if (--left === 0) response.end(() => clearInterval(timer))
      }, 60)
    }
    expect(await (await fetch(`${stand.url}/x`)).text()).toBe('........')
  })
})

describe('an unreachable ticket system', () => {
  const closedPort = async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    return typeof address === 'object' ? address?.port : 0
  }

  it.each(['GET', 'POST'])(
    'makes the page say that nothing of a %s was done when no connection was made',
    async (method) => {
      const { url } = await start({ config: { upstream: `http://127.0.0.1:${await closedPort()}` } })
      const page = await fetch(`${url}/checkout`, { ...asPerson, method })
      expect(page.status).toBe(503)
      expect(await page.text()).toMatch(LATER)
    },
  )

  it('is given up early when it does not accept a connection', async () => {
    // An address of documentation (RFC 5737): nobody answers there.
    const config = { upstream: 'http://192.0.2.1:80' }
    const { url } = await start({ config, limits: { connectMs: 300 } })
    const { status } = await fetch(`${url}/x`)
    expect(status).toBe(503)
  })

  it('makes the page of a write say that it may have been done when the connection is lost', async () => {
    const { url } = await start({ raw: (socket) => void socket.on('data', () => socket.destroy()) })
    const page = await fetch(`${url}/checkout`, { ...asPerson, method: 'POST', body: 'a=1' })
    expect(page.status).toBe(503)
    expect(await page.text()).toMatch(UNSURE)
  })
})

describe('a malformed response', () => {
  it.each([
    ['no HTTP', 'HELLO\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
    ],
    ['a reason that is none', 'HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
  ])('%s, gets an error page', async (_what, bytes) => {
    const { url } = await start({
      raw: (socket) => void socket.on('data', () => socket.write(bytes, 'latin1')),
      limits: { idleMs: 1_000 },
    })
    const answer = await fetch(`${url}/api/x`)
    expect(await answer.json()).toMatchObject({ statusCode: 502, code: 'UPSTREAM_INVALID' })
    // The process lives.
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('behind a complete response is not read', async () => {
    const bytes =
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'
    const { url } = await start({ raw: (socket) => void socket.on('data', () => socket.write(bytes)) })
    for (let round = 0; round < 5; round++) expect(await (await fetch(`${url}/x`)).text()).toBe('hello')
  })
})

describe('a kept connection that was closed when it is used', () => {
  /** Answers the first request of a connection and closes it on the second, as a server does whose patience ran out. */
  const impending = () => {
    const requests: string[] = []
    const raw = (socket: Socket) => {
      let count = 0
      socket.on('data', (data) => {
        requests.push(data.toString().split(' ', 1)[0] ?? '')
        if (++count === 2) return void socket.resetAndDestroy()
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')
      })
    }
    return { requests, raw }
  }

  it('is replaced for a read without an error', async () => {
    const { requests, raw } = impending()
    const { url } = await start({ raw })
    for (let round = 0; round < 6; round++) expect(await (await fetch(`${url}/x`)).text()).toBe('hello')
    expect(requests.length).toBeGreaterThan(6)
  })

  it('never makes a write be sent twice', async () => {
    const { requests, raw } = impending()
    const { url } = await start({ raw })
    await fetch(`${url}/x`).then((each) => each.text())
    const write = await fetch(`${url}/api/orders`, { method: 'POST', body: 'a=1' })
    expect(write.status).toBe(503)
    expect(requests).toEqual(['GET', 'POST'])
  })

  it('is an error when the next connection is closed too', async () => {
    let isFirst = true
    const raw = (socket: Socket) =>
      void socket.on('data', () => {
        if (!isFirst) return void socket.resetAndDestroy()
        isFirst = false
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')
      })
    const { url } = await start({ raw })
    await fetch(`${url}/x`).then((each) => each.text())
    expect((await fetch(`${url}/x`)).status).toBe(503)
  })
})

describe('concurrent requests', () => {
  const isFree = (stand: Stand) => {
    stand.answer = (_request, response) => response.end('hello')
    const isServed = async () => (await fetch(`${stand.url}/c`)).status === 200
    return until(isServed, 'the place to be free again', 5_000)
  }

  it('end one whose visitor stops reading', async () => {
    const stand = await start({ limits: { atOnce: 1, idleMs: 400 } })
    stand.answer = (_request, response) => response.end(Buffer.alloc(30_000_000))
    const lazy = await dial(stand, 'GET /image HTTP/1.1\r\nHost: localhost\r\n\r\n')
    lazy.socket.pause()
    await until(() => stand.seen.length === 1)
    await isFree(stand)
    lazy.socket.destroy()
  })

  it('end one whose visitor does not read the rest of a complete response', async () => {
    const stand = await start({ limits: { atOnce: 1, idleMs: 400 } })
    let answer: ServerResponse | undefined
    stand.server.once('request', (_request, response) => (answer = response))
    const isHeldUp = () => (answer?.writableLength ?? 0) > 0
    stand.answer = (_request, response) => {
      // More than the line holds, and little enough that we hold the rest.
      let looks = 0
      const timer = setInterval(() => {
        looks = isHeldUp() ? looks + 1 : 0
        if (looks === 0) response.write(Buffer.alloc(10_000))
        if (looks < 20) return
        clearInterval(timer)
        response.end()
      }, 1)
    }
    const lazy = await dial(stand, 'GET /image HTTP/1.1\r\nHost: localhost\r\n\r\n')
    lazy.socket.pause()
    await until(() => answer?.writableEnded, 'the answer to be all here')
    expect(answer?.writableFinished).toBe(false)
    await isFree(stand)
    lazy.socket.destroy()
  })

  it('on one connection are all kept while one of them makes progress', async () => {
    const stand = await start({ limits: { idleMs: 400 } })
    stand.answer = (_request, response) => {
      let left = 12
      const timer = setInterval(() => {
        response.write('.')
        if (--left === 0) response.end(() => clearInterval(timer))
      }, 70)
    }
    const wire = await dial(
      stand,
      'GET /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    )
    await until(wire.hasEnded)
    expect(
      wire
        .said()
        .split('\r\n')
        .filter((each) => each === '.'),
    ).toHaveLength(24)
  })

  it('over the limit get an error page, and free their places when they end', async () => {
    const stand = await start({ limits: { atOnce: 2 } })
    const release: (() => void)[] = []
    stand.answer = (_request, response) => void release.push(() => response.end('hello'))
    const pending = [fetch(`${stand.url}/a`), fetch(`${stand.url}/b`)]
    await until(() => release.length === 2)
    const refused = await fetch(`${stand.url}/c`, asPerson)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    expect(await refused.text()).toMatch(/Many people are here/)
    for (const each of release) each()
    for (const each of pending) expect(await (await each).text()).toBe('hello')
    stand.answer = (_request, response) => response.end('again')
    expect(await (await fetch(`${stand.url}/c`)).text()).toBe('again')
  })
})

describe('visitors who close their connection', () => {
  it('500 times at random moments leave no connection behind', async () => {
    const stand = await start()
    stand.linked.add(7)
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    const moments: Stand['answer'][] = [
      () => {},
      (_request, response) => response.writeHead(200).flushHeaders(),
      (_request, response) => void response.write('some'),
      (request, response) => void request.pipe(response),
      (_request, response) => void response.writeHead(200, { 'content-length': 9 }).end('hello you'),
    ]
    stand.answer = (request, response) =>
      moments[Number(/\d+$/.exec(request.url ?? '')?.[0]) % 5]?.(request, response)
    const sockets = () => process.getActiveResourcesInfo().filter((each) => each.startsWith('TCP')).length
    const before = sockets()
    for (let round = 0; round < 25; round++) {
      await Promise.all(Array.from({ length: 20 }, (_, at) => leave(stand, round * 20 + at)))
    }
    stand.answer = (_request, response) => response.end('hello')
    expect(await (await fetch(`${stand.url}/x`)).text()).toBe('hello')
    await until(() => stand.connections.size <= 20 && sockets() <= before + 40, 'all to be let go')
    const free = [...stand.connections].length
    expect(free).toBeLessThanOrEqual(20)
    const open = await new Promise<number>((resolve) =>
      stand.server.getConnections((_e, count) => resolve(count)),
    )
    expect(open).toBeLessThanOrEqual(2)
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  async function leave(stand: Stand, number: number): Promise<void> {
    const path = number % 7 === 0 ? '/widget/7' : `/x${number}`
    const request = httpRequest({ host: '127.0.0.1', port: stand.port, path, method: 'POST', agent: false })
    const isGone = new Promise((resolve) => request.on('close', resolve))
    request.on('error', () => {})
    request.on('response', (answer) =>
      answer.on('data', () => request.destroy()).on('end', () => request.destroy()),
    )
    request.write('some')
    setTimeout(() => request.destroy(), number % 30)
    await isGone
  }

  it('during an upload do not make it look complete', async () => {
    const stand = await start()
    let isWhole = false
    let isCut = false
    stand.answer = (request) => {
      request.resume()
      request.on('end', () => (isWhole = true))
      request.on('error', () => (isCut = true))
    }
    const wire = await dial(
      stand,
      'POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n',
    )
    await until(() => stand.seen.length === 1)
    wire.socket.destroy()
    await until(() => isCut, 'the upload to be cut')
    expect(isWhole).toBe(false)
  })
})
