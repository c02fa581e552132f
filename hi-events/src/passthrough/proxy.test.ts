import { randomBytes } from 'node:crypto'
import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'

let upstream: Server
let test: Harness
let answer: (request: IncomingMessage, response: ServerResponse) => void
const seen: IncomingMessage[] = []
const open = new Set<Socket>()
beforeAll(async () => {
  upstream = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  upstream.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const { port } = upstream.address() as AddressInfo
  test = await startHarness({
    env: { HI_EVENTS_UPSTREAM: `http://127.0.0.1:${port}`, EMBED_ORIGINS: 'https://tuvens.example' },
  })
})
afterAll(async () => {
  await test.stop()
  upstream.closeAllConnections()
  upstream.close()
})
beforeEach(() => {
  seen.length = 0
  answer = (request, response) => {
    request.resume()
    response.end('hello')
  }
})

const get = (path: string, init: RequestInit = {}) => fetch(test.url + path, { redirect: 'manual', ...init })
const last = () => seen.at(-1) as IncomingMessage

/** Bytes as they are, and everything that comes back. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(test.url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    let said = ''
    socket.on('data', (chunk) => (said += chunk.toString()))
    socket.on('close', () => resolve(said))
    socket.on('error', () => resolve(said))
    setTimeout(() => socket.destroy(), 700)
  })
}

describe('a request', () => {
  it('keeps method, path, query, host and body as they are', async () => {
    let body = ''
    answer = (request, response) => {
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => response.end())
    }
    await get('/api/events/7?a=1&b=%20x', { method: 'PUT', body: 'some bytes' })
    expect(last()).toMatchObject({ method: 'PUT', url: '/api/events/7?a=1&b=%20x' })
    expect(last().headers.host).toBe(new URL(test.url).host)
    expect(body).toBe('some bytes')
  })

  it('carries the real address of its sender, whatever the client claims', async () => {
    const claims = {
      forwarded: 'for=1.2.3.4',
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil',
      'x-forwarded-proto': 'gopher',
      'x-real-ip': '1.2.3.4',
    }
    await get('/', { headers: claims })
    const { port, host } = new URL(test.url)
    expect(last().headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      'x-forwarded-port': port,
      'x-real-ip': '127.0.0.1',
    })
    expect(last().headers.forwarded).toBeUndefined()
  })

  it('loses its hop-by-hop headers', async () => {
    await raw(
      'GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close, X-Private\r\nX-Private: 1\r\nX-Kept: 2\r\nTE: trailers\r\nKeep-Alive: 5\r\nProxy-Authorization: x\r\n\r\n',
    )
    const { headers } = last()
    expect(headers['x-kept']).toBe('2')
    for (const name of ['x-private', 'te', 'keep-alive', 'proxy-authorization'])
      expect(headers[name]).toBeUndefined()
  })

  it('streams an upload while it arrives', async () => {
    const chunks: number[] = []
    answer = (request, response) => {
      request.on('data', (chunk: Buffer) => chunks.push(chunk.length))
      request.on('end', () => response.end())
    }
    const { hostname, port } = new URL(test.url)
    const upload = httpRequest({ hostname, port, path: '/api/upload', method: 'POST' })
    upload.write('first')
    await until(() => chunks.length === 1, 'the first part')
    upload.write('second')
    await until(() => chunks.length === 2, 'the second part')
    await new Promise((resolve) => upload.end().on('response', resolve))
  })

  it('carries a large body completely', async () => {
    const sent = randomBytes(5_000_000)
    const received: Buffer[] = []
    answer = (request, response) => {
      request.on('data', (chunk: Buffer) => received.push(chunk))
      request.on('end', () => response.end())
    }
    await get('/api/upload', { method: 'POST', body: new Uint8Array(sent) })
    expect(Buffer.concat(received).equals(sent)).toBe(true)
  })

  it('frames a body again, whatever the method, so that no part of it is read as another request', async () => {
    let body = ''
    answer = (request, response) => {
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => response.end())
    }
    await raw(
      'GET /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n26\r\nGET /api/admin/users HTTP/1.1\r\nX: yyyyy\r\n0\r\n\r\n',
    )
    expect(seen.map((each) => each.url)).toEqual(['/x'])
    expect(body).toContain('/api/admin')
  })

  it.each([
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 30\r\n'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'],
    ['chunks by another name', 'Transfer-Encoding: xchunked\r\n'],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\n'],
    ['a bare line feed', 'X: a\nTransfer-Encoding: chunked\r\n'],
  ])('refuses %s', async (_what, headers) => {
    const said = await raw(
      `POST /x HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    )
    expect(said).not.toContain('200 OK')
    expect(seen.map((each) => each.url)).not.toContain('/smuggled')
  })
})

describe('a response', () => {
  it('keeps status, headers and cookies as they are', async () => {
    const cookies = [
      'token=deleted; path=/; max-age=0; secure; httponly',
      'session_identifier=x; domain=.tickets.example',
    ]
    answer = (_request, response) =>
      response.writeHead(418, { 'set-cookie': cookies, 'x-kept': 'yes' }).end('tea')
    const { status, headers } = await get('/tea')
    expect(status).toBe(418)
    expect(headers.getSetCookie()).toEqual(cookies)
    expect(headers.get('x-kept')).toBe('yes')
  })

  it('streams', async () => {
    let finish = () => {}
    answer = (_request, response) => {
      response.write('first')
      finish = () => response.end('second')
    }
    const reader = (await get('/stream')).body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
    finish()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('second')
  })

  it('carries HEAD, ranges and redirects', async () => {
    answer = (request, response) => {
      if (request.headers.range) response.writeHead(206, { 'content-range': 'bytes 0-1/5' }).end('he')
      else response.writeHead(302, { location: '/auth/login' }).end()
    }
    expect((await get('/', { method: 'HEAD' })).headers.get('location')).toBe('/auth/login')
    expect(await (await get('/x', { headers: { range: 'bytes=0-1' } })).text()).toBe('he')
  })

  it('lets an event be framed by those on the list while it is linked, and by nobody else', async () => {
    const framing = async () => {
      const { headers } = await get('/widget/71')
      return [headers.get('content-security-policy'), headers.get('x-frame-options')]
    }
    const nobody = ["frame-ancestors 'none'", 'DENY']
    expect(await framing()).toEqual(nobody)
    await test.database.db`
      with account as (
        insert into accounts (tuvens_account_id, name, tenant_key, login_email)
        values (1, 'Blue Note', 'blue-note', 'blue@note.example') returning tuvens_account_id),
      link as (
        insert into links (tuvens_event_id, tuvens_account_id, hi_event_id)
        select 11, tuvens_account_id, 71 from account returning tuvens_event_id, hi_event_id)
      insert into link_statuses (tuvens_event_id, hi_event_id, title, source_status)
      select tuvens_event_id, hi_event_id, 'Jazz', 'LIVE' from link`
    expect(await framing()).toEqual(["frame-ancestors 'self' https://tuvens.example", null])
    await test.database.db`update link_statuses set missing_at = now() where hi_event_id = 71`
    expect(await framing()).toEqual(nobody)
  })

  it('keeps a policy of the ticket system beside ours', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-security-policy': "default-src 'self'" }).end()
    const policy = (await get('/x')).headers.get('content-security-policy')
    expect(policy).toBe("default-src 'self', frame-ancestors 'none'")
  })

  it('cannot be read by another origin, whatever the ticket system allows', async () => {
    answer = (request, response) =>
      response
        .writeHead(200, {
          'access-control-allow-origin': request.headers.origin ?? '*',
          'access-control-allow-credentials': 'true',
        })
        .end()
    const foreign = await get('/api/users/me', { headers: { origin: 'https://evil.example' } })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect(foreign.headers.get('access-control-allow-credentials')).toBeNull()
    const own = await get('/api/users/me', { headers: { origin: test.url } })
    expect(own.headers.get('access-control-allow-origin')).toBe(test.url)
  })

  it('to a preflight comes from us and allows only our own origin', async () => {
    const preflight = (origin: string) =>
      get('/api/events', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } })
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
    expect((await preflight(test.url)).headers.get('access-control-allow-methods')).toContain('PUT')
    expect(seen).toHaveLength(0)
  })
})

describe('a refused request', () => {
  it.each([
    ['/api/admin/users', 404, 'NOT_FOUND'],
    ['/api/auth/register', 403, 'PERMISSION_DENIED'],
    ['/api/%61dmin/users', 404, 'NOT_FOUND'],
    ['/%zz', 400, 'VALIDATION_ERROR'],
  ])('for %s gets JSON', async (path, status, code) => {
    const refused = await get(path, { method: 'POST' })
    expect(refused.status).toBe(status)
    expect(await refused.json()).toMatchObject({ code, path })
    expect(seen).toHaveLength(0)
  })

  it('for registration gets a page in a browser', async () => {
    const refused = await get('/auth/register', { headers: { accept: 'text/html' } })
    expect(refused.status).toBe(403)
    const page = await refused.text()
    expect(page).toContain('choose Enable ticketing')
    expect(page).toMatch(/<a [^>]*href="http:\/\/tuvens\.test"[^>]*>Go to the event site<\/a>/)
  })

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ])('is a write from another site: %j', async (headers) => {
    expect((await get('/api/events', { method: 'POST', headers })).status).toBe(403)
    expect(seen).toHaveLength(0)
    expect((await get('/api/events', { headers })).status).toBe(200)
  })

  it.each([{ 'sec-fetch-site': 'same-origin' }, {}])(
    'but not a write of our own pages or of programs: %j',
    async (headers) => {
      expect((await get('/api/events', { method: 'POST', headers })).status).toBe(200)
    },
  )
})

describe('a failing ticket system', () => {
  it('gets a page in a browser and JSON in a program', async () => {
    answer = (request) => request.socket.destroy()
    const page = await get('/event/1/jazz', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(503)
    expect(page.headers.get('retry-after')).toBe('5')
    const words = await page.text()
    expect(words).toContain('The ticket system is not answering')
    expect(words).toContain('href="/event/1/jazz"')
    const envelope = await get('/api/events')
    expect(await envelope.json()).toMatchObject({ statusCode: 503, code: 'UPSTREAM_UNAVAILABLE' })
  })

  it.each([
    ['with a length', { 'content-length': 1000 }],
    ['in chunks', {}],
  ] as const)('has a broken response %s cut, so that it does not look complete', async (_kind, headers) => {
    answer = (request, response) => {
      response.writeHead(200, headers)
      response.write('some', () => request.socket.destroy())
    }
    await expect(get('/x').then((each) => each.text())).rejects.toThrow()
  })

  it('loses its connection when the visitor leaves', async () => {
    let isClosed = false
    answer = (_request, response) => {
      response.on('close', () => (isClosed = true))
    }
    const leaving = new AbortController()
    const gone = get('/slow', { signal: leaving.signal }).catch(() => {})
    await until(() => seen.length === 1)
    leaving.abort()
    await gone
    await until(() => isClosed, 'the connection to be let go')
  })

  it('keeps and leaks no connections over many requests and aborts', async () => {
    for (let round = 0; round < 20; round++) {
      const leaving = new AbortController()
      const all = Array.from({ length: 10 }, (_, at) =>
        get(`/x${at}`, at % 2 ? { signal: leaving.signal } : {})
          .then((each) => each.text())
          .catch(() => {}),
      )
      if (round % 2) leaving.abort()
      await Promise.all(all)
    }
    await until(() => open.size < 30, 'the connections to be let go')
  })
})

describe('upgrades', () => {
  const handshake = (path: string, headers = '') =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`

  beforeAll(() => {
    upstream.on('upgrade', (request, socket) => {
      seen.push(request)
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nwelcome',
      )
      socket.on('data', (data) => socket.end(`you said ${data.toString()}`))
    })
  })

  it('are carried both ways', async () => {
    const { hostname, port } = new URL(test.url)
    const socket = connect(Number(port), hostname, () => socket.write(handshake('/app/socket')))
    let said = ''
    socket.on('data', (chunk) => (said += chunk.toString()))
    await until(() => said.includes('welcome'))
    expect(said).toContain('101 Switching Protocols')
    socket.write('hi')
    await until(() => said.includes('you said hi'))
    socket.destroy()
  })

  it.each([
    ['/app/socket', 'Origin: https://evil.example\r\n', '403 Forbidden'],
    ['/api/admin/socket', '', '404 Not Found'],
  ])('of %s %j are refused', async (path, headers, answered) => {
    expect(await raw(handshake(path, headers))).toContain(answered)
    expect(seen).toHaveLength(0)
  })
})

describe('an API with its own root', () => {
  it('receives the requests below /api', async () => {
    const { port } = upstream.address() as AddressInfo
    const split = await startHarness({
      env: {
        HI_EVENTS_UPSTREAM: 'http://127.0.0.1:9',
        HI_EVENTS_API_URL: `http://127.0.0.1:${port}/backend`,
      },
    })
    await fetch(`${split.url}/api/events?x=1`)
    await split.stop()
    expect(last().url).toBe('/backend/events?x=1')
  })
})
