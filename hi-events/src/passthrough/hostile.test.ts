import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../test-support/harness.ts'
import { dial, type Stand, startStand } from '../../test-support/passthrough-stand.ts'

let stand: Stand
let bodies: string[]
beforeAll(async () => {
  stand = await startStand()
  stand.answer = (request, response) => {
    let body = ''
    request.setEncoding('latin1')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      if (request.url !== '/last') bodies.push(body)
      response.end('hello')
    })
  }
})
afterAll(() => stand.stop())
beforeEach(() => {
  stand.seen.length = 0
  bodies = []
})

/** Sends bytes and a last, honest request behind them; what comes back once either was answered or the line was cut. */
async function send(bytes: string): Promise<string> {
  const wire = await dial(stand, `${bytes}GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  await until(wire.hasEnded, 'the line to end')
  return wire.said()
}

const urls = () => stand.seen.map(({ url }) => url).filter((url) => url !== '/last')
const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n'

describe('a request that servers read differently', () => {
  const post = (headers: string, body: string) =>
    `POST /x HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n${body}`

  it.each([
    [
      'a length and chunks',
      post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`),
    ],
    [
      'chunks and a length',
      post('Transfer-Encoding: chunked\r\nContent-Length: 40\r\n', `0\r\n\r\n${smuggled}`),
    ],
    ['two lengths', post('Content-Length: 0\r\nContent-Length: 40\r\n', smuggled)],
    ['two lengths in one', post('Content-Length: 0, 40\r\n', smuggled)],
    ['a signed length', post('Content-Length: +0\r\n', smuggled)],
    ['a negative length', post('Content-Length: -1\r\n', smuggled)],
    ['a length in hexadecimal', post('Content-Length: 0x10\r\n', smuggled)],
    ['a coding nobody knows', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${smuggled}`)],
    ['chunks that are not last', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${smuggled}`)],
    [
      'two codings',
      post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${smuggled}`),
    ],
    ['a space before the colon', post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${smuggled}`)],
    ['a tab in a name', post('Transfer\tEncoding: chunked\r\n', `0\r\n\r\n${smuggled}`)],
    ['a bare line feed', post('X: a\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`)],
    ['a bare carriage return', post('X: a\rTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`)],
    ['a NUL in a value', post('X: a\0b\r\n', smuggled)],
    ['a NUL in a name', post('X\0: a\r\n', smuggled)],
    ['a chunk size that is none', post('Transfer-Encoding: chunked\r\n', `0x0\r\n\r\n${smuggled}`)],
    ['a negative chunk size', post('Transfer-Encoding: chunked\r\n', `-1\r\n\r\n${smuggled}`)],
    [
      'a chunk size beyond all numbers',
      post('Transfer-Encoding: chunked\r\n', `10000000000000000\r\n\r\n${smuggled}`),
    ],
    [
      'a chunk longer than it says',
      post('Transfer-Encoding: chunked\r\n', `2\r\nabcd\r\n0\r\n\r\n${smuggled}`),
    ],
    [
      'a chunk extension with a line feed',
      post('Transfer-Encoding: chunked\r\n', `0;a\nb\r\n\r\n${smuggled}`),
    ],
    ['two hosts', `GET /x HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n`],
    ['no host', `GET /x HTTP/1.1\r\n\r\n`],
    ['another version', `GET /x HTTP/2.0\r\nHost: localhost\r\n\r\n`],
    ['two spaces and an address', `GET /x /y HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ])('is refused and does not reach the ticket system: %s', async (_what, bytes) => {
    const said = await send(bytes)
    expect(said).toMatch(/^HTTP\/1\.1 400 /)
    expect(urls()).not.toContain('/smuggled')
    expect(bodies).toEqual([])
  })

  it('reaches the ticket system with a folded header on one line, or not at all', async () => {
    await send('GET /x HTTP/1.1\r\nHost: localhost\r\nX: a\r\n Transfer-Encoding: chunked\r\n\r\n')
    for (const { rawHeaders } of stand.seen) {
      expect(rawHeaders.join('')).not.toMatch(/[\r\n]/)
      expect(rawHeaders.map((each) => each.toLowerCase())).not.toContain('transfer-encoding')
    }
  })

  it.each(['Content-Length', 'Host', 'content-length, host', 'Transfer-Encoding'])(
    'stays one request when its Connection header names %s',
    async (named) => {
      await send(
        `GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, ${named}\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
      )
      expect(urls()).toEqual(['/x'])
      expect(bodies[0]).toBe(smuggled)
      expect(stand.seen[0]?.headers.host).toBe(new URL(stand.url).host)
    },
  )

  it('is sent on in chunks of our own, without chunk extensions', async () => {
    await send(post('Transfer-Encoding: chunked\r\n', '4;ext=1\r\nsome\r\n0\r\n\r\n'))
    expect(urls()).toEqual(['/x'])
    expect(bodies[0]).toBe('some')
  })
})

describe('a header about the sender', () => {
  it.each([
    'X-Forwarded-For: 6.6.6.6',
    'X_Forwarded_For: 6.6.6.6',
    'x-forwarded-prefix: /6.6.6.6',
    'X-Original-URL: /6.6.6.6',
    'X-Rewrite-URL: /6.6.6.6',
    'Proxy: 6.6.6.6',
    'Forwarded: for=6.6.6.6',
    'True-Client-IP: 6.6.6.6',
    'Transfer_Encoding: 6.6.6.6',
  ])('is not passed on: %s', async (header) => {
    await send(`GET /x HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n`)
    expect(urls()).toEqual(['/x'])
    expect(JSON.stringify(stand.seen[0]?.rawHeaders)).not.toContain('6.6.6.6')
  })

  it('cannot be removed by naming it in Connection', async () => {
    await send(
      'GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, X-Forwarded-For, X-Real-IP\r\n\r\n',
    )
    expect(stand.seen[0]?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' })
  })

  it('names the public address, whatever Host a client sends', async () => {
    await send('GET /x HTTP/1.1\r\nHost: localhost:1\r\n\r\n')
    const { host } = new URL(stand.url)
    expect(stand.seen[0]?.headers).toMatchObject({ host, 'x-forwarded-host': host })
  })
})

describe('a request for another host', () => {
  it.each([
    'evil.example',
    'localhost.evil.example',
    'localhost/x?y',
    'localhost@evil.example',
    'localhost:80:80',
    'localhost:',
    '[::1',
    '0.0.0.0',
    '169.254.169.254',
  ])('with the Host %s is refused with words and never passed on', async (host) => {
    const page = await send(`GET /x HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\n\r\n`)
    expect(page).toMatch(/^HTTP\/1\.1 421 [\s\S]*Tickets are not sold at this address/)
    const own = await send(`GET /auth/cross-app HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    expect(own).toMatch(/^HTTP\/1\.1 421 [\s\S]*MISDIRECTED_REQUEST/)
    expect(urls()).toEqual([])
  })

  it('is refused as a WebSocket too', async () => {
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n'
    expect(await send(`GET /app HTTP/1.1\r\nHost: evil.example\r\n${upgrade}\r\n`)).toMatch(
      /^HTTP\/1\.1 421 /,
    )
    expect(urls()).toEqual([])
  })

  it('is answered when it only checks that the process runs', async () => {
    expect(await send('GET /healthz HTTP/1.1\r\nHost: 10.0.0.7\r\n\r\n')).toContain('ours')
  })
})

describe('a method in disguise', () => {
  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', 'x-Http-method-OVERRIDE'])(
    'in %s is not passed on',
    async (name) => {
      await send(`GET /x HTTP/1.1\r\nHost: localhost\r\n${name}: DELETE\r\n\r\n`)
      expect(JSON.stringify(stand.seen[0]?.rawHeaders)).not.toContain('DELETE')
    },
  )

  it('in the field _method is overruled by a header that Symfony reads before it', async () => {
    const body = '_method=DELETE'
    const type = 'Content-Type: application/x-www-form-urlencoded'
    await send(
      `POST /x?_method=DELETE HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: DELETE\r\n${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    const { rawHeaders = [] } = stand.seen[0] ?? {}
    const overrides = rawHeaders.filter(
      (_each, at) => rawHeaders[at - 1]?.toLowerCase() === 'x-http-method-override',
    )
    expect(overrides).toEqual(['POST'])
  })
})

describe('cookies of our own', () => {
  it('stay here with the login cookie, and others of the ticket system pass', async () => {
    const own = ['tuvens-access=a', '__Host-tuvens-refresh=b', 'tuvens_landing=c', '__Host-tuvens_verifier=d']
    await send(
      `GET /x HTTP/1.1\r\nHost: localhost\r\nCookie: ${own[0]}; token=1; ${own.slice(1).join('; ')};locale=nl\r\n\r\n`,
    )
    expect(stand.seen[0]?.headers.cookie).toBe('locale=nl')
    await send(`GET /y HTTP/1.1\r\nHost: localhost\r\nCookie: ${own.join('; ')}\r\n\r\n`)
    expect(stand.seen[2]?.headers.cookie).toBeUndefined()
  })

  it('cannot be set by the ticket system', async () => {
    const planted = '__Host-tuvens_verifier=x; Path=/; Secure'
    const sets = ['seen=1; Path=/', planted, 'site=about-tuvens_x']
    stand.upstream.once('request', (_request, response) => response.setHeader('set-cookie', sets))
    const said = await send('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(said).toContain('seen=1')
    expect(said).toContain('site=about-tuvens_x')
    expect(said).not.toContain('tuvens_verifier')
  })
})

describe('a response of the ticket system', () => {
  it('cannot make a proxy in front of us send a file', async () => {
    stand.upstream.once('request', (_request, response) => response.setHeader('x-accel-redirect', '/etc/x'))
    expect(await send('GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n')).not.toContain('/etc/x')
  })
})

describe('a closed path, as raw bytes', () => {
  it.each([
    'GET /api/admin/users',
    'GET /api/Admin',
    'GET //api/admin/users',
    'GET /api//admin/users',
    'GET /api/./admin/users',
    'GET /x/../api/admin/users',
    'GET /api/x/%2e%2e/admin/users',
    'GET /api/%61dmin/users',
    'GET /api/%2561dmin/users',
    'GET /api%2fadmin',
    'GET /api%5cadmin',
    'GET /api\\admin',
    'GET /api/admin;x=1/users',
    'GET /api;x=1/admin/users',
    'GET /api/admin%00/users',
    'GET /api/admin./users',
    'GET /api/admin%20',
    'GET /api/admin?x=/../y',
    'GET /api/admin#/../../x',
    'GET /x#/../api/admin',
    'GET /index.php/api/admin/users',
    'GET http://a/api/admin/users',
    'GET HTTP://A/api/admin/users',
    'GET a:80/api/admin',
    'POST /api/auth/register',
    'POST /API/AUTH/REGISTER/',
    'POST http://a/api/auth/register',
    'POST /api/auth/%72egister',
    'GET /auth/register',
    'OPTIONS *',
    'CONNECT a:80',
    'TRACE /x',
    'TRACK /x',
    'PURGE /x',
  ])('%s', async (line) => {
    const said = await send(`${line} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    expect(said.startsWith('HTTP/1.1 4') || said === '').toBe(true)
    expect(urls()).toEqual([])
  })

  it('is refused with the allowed methods', async () => {
    const { status, headers } = await fetch(`${stand.url}/x`, { method: 'PROPFIND' })
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'])
  })

  it('is open when HI_EVENTS_REGISTRATION is open', async () => {
    const open = await startStand({ config: { registration: 'open' } })
    expect((await fetch(`${open.url}/api/auth/register`, { method: 'POST' })).status).toBe(200)
    expect((await fetch(`${open.url}/auth/register`)).status).toBe(200)
    expect((await fetch(`${open.url}/api/auth/%72egister`, { method: 'POST' })).status).toBe(400)
    expect((await fetch(`${open.url}/api/admin`)).status).toBe(404)
    const foreign = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }
    expect((await fetch(`${open.url}/api/auth/register`, foreign)).status).toBe(403)
    await open.stop()
  })
})

describe('a slow or oversized request', () => {
  it('is ended with an error when its headers or its body take too long', async () => {
    const hasty = await startStand({
      clientLimits: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 },
    })
    hasty.answer = (request, response) => void request.resume().on('end', () => response.end('hello'))
    const beginnings = [
      'GET /x HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
      'POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nsome',
    ]
    for (const bytes of beginnings) {
      const wire = await dial(hasty, bytes)
      await until(wire.hasEnded, 'the line to be cut')
      expect(wire.said()).toMatch(/^HTTP\/1\.1 408 [^]*REQUEST_TIMEOUT/)
    }
    await until(() => hasty.connections.size === 0, 'the ticket system to be let go')
    await hasty.stop()
  })

  it('is refused when its headers are too large', async () => {
    const said = await send(`GET /x HTTP/1.1\r\nHost: localhost\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(said).toMatch(/^HTTP\/1\.1 431 [^]*HEADERS_TOO_LARGE/)
    expect(stand.seen).toHaveLength(0)
  })

  it('that breaks off its body during the response gets no second response', async () => {
    stand.answer = (request, response) => {
      request.on('error', () => {})
      request.once('data', () => response.writeHead(200, { 'content-length': 100 }).write('begun'))
    }
    const wire = await dial(
      stand,
      'POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n',
    )
    await until(() => wire.said().includes('begun'))
    wire.socket.write('nonsense\r\n')
    await until(wire.hasEnded)
    expect(wire.said().match(/HTTP\/1\.1/g)).toHaveLength(1)
  })
})
