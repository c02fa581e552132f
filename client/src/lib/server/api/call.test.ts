import { API_ROUTES } from '@tuvens/contract'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiCaller, call, connectToApi } from './call.ts'

let server: Server
let seen: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[]
let reply: (response: ServerResponse) => void

beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      seen.push({ url: request.url, headers: request.headers, body })
      reply(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

function caller(extra: Partial<ApiCaller> = {}): ApiCaller {
  const { port } = server.address() as AddressInfo
  return {
    http: connectToApi(`http://127.0.0.1:${port}`),
    clientAddress: '203.0.113.7',
    userAgent: 'a browser',
    language: 'de',
    ...extra,
  }
}

const answer =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

describe('a call to the API', () => {
  it('sends the client address and language, the access token and the trace', async () => {
    reply = answer(200, '{"events":[],"next_cursor":null}', { etag: '"e"' })
    const found = await call(caller({ accessToken: 'jwt' }), API_ROUTES.listEvents, {
      query: { q: 'a&b', cursor: '', limit: 24 },
    })
    expect(found).toEqual({ ok: true, value: { events: [], next_cursor: null }, etag: '"e"' })
    expect(seen[0]?.url).toBe('/api/events?q=a%26b&limit=24')
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer jwt',
      'x-forwarded-for': '203.0.113.7',
      'accept-language': 'de',
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    })
  })

  it('encodes an id, so that it cannot change the path', async () => {
    reply = answer(404, '{}')
    await call(caller(), API_ROUTES.readEvent, { params: { id: '../auth/me?x=' } })
    expect(seen[0]?.url).toBe('/api/events/..%2Fauth%2Fme%3Fx%3D')
  })

  it('returns the failure of an error envelope with its details', async () => {
    const details = [{ field: 'title', message: 'title is required' }]
    const origin = { message: 'title is required', code: 'VALIDATION_ERROR', details }
    const envelope = {
      statusCode: 400,
      timestamp: '',
      path: '/',
      message: '',
      error: 'Bad Request',
      code: 'VALIDATION_ERROR',
      requestId: 'r-1',
      origin,
    }
    reply = answer(400, JSON.stringify(envelope), { 'retry-after': '7' })
    const failed = await call(caller(), API_ROUTES.me, {})
    expect(failed).toEqual({
      ok: false,
      failure: { status: 400, code: 'VALIDATION_ERROR', details, retryAfterSeconds: 7, requestId: 'r-1' },
    })
  })

  it.each([
    [
      "a proxy's page",
      answer(502, '<h1>Bad gateway</h1>', { 'content-type': 'text/html' }),
      'API_UNAVAILABLE',
    ],
    ['no JSON', answer(200, 'hello'), 'UPSTREAM_INVALID'],
    ['another shape', answer(200, '{"events":"none"}'), 'UPSTREAM_INVALID'],
    ['a redirect', answer(302, '', { location: 'https://evil.example/' }), 'API_UNAVAILABLE'],
    ['a dropped connection', (response: ServerResponse) => response.destroy(), 'API_UNAVAILABLE'],
  ])('returns a failure for %s', async (_, how, code) => {
    reply = how as typeof reply
    const failed = await call(caller(), API_ROUTES.listEvents, { query: {} })
    expect(failed).toMatchObject({ ok: false, failure: { code } })
  })

  it('accepts a response without a body where the route has none', async () => {
    reply = (response) => response.writeHead(204).end()
    const done = await call(caller(), API_ROUTES.logout, { body: { refresh_token: 'x'.repeat(43) } })
    expect(done.ok).toBe(true)
    expect(seen[0]?.body).toBe(JSON.stringify({ refresh_token: 'x'.repeat(43) }))
  })
})
