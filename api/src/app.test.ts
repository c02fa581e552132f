import { API_ROUTES } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, TestApi, type TestWorld } from '../test-support/api.ts'

describe('the API as a whole', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ CORS_ORIGINS: 'https://site.example, https://www.site.example' })
  })
  afterAll(() => world.end())

  const call = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'OPTIONS' = 'GET') =>
    world.api.app.inject({ method, url, headers })

  describe('CORS (A9)', () => {
    const preflight = (origin: string, method = 'POST') =>
      call(
        '/api/cross-app/generate-session',
        {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization',
        },
        'OPTIONS',
      )

    it.each(['http://localhost:3002', 'https://site.example', 'https://www.site.example'])(
      'answers %s with CORS headers',
      async (origin) => {
        const answer = await preflight(origin)
        expect(answer.statusCode).toBe(204)
        expect(answer.headers).toMatchObject({
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-allow-methods': 'GET, HEAD, POST',
          'access-control-allow-headers':
            'Authorization, Content-Type, X-Session-Token, X-Shared-Secret, Cache-Control, Last-Event-ID',
        })
        const read = await call('/api/events', { origin })
        expect(read.headers['access-control-allow-origin']).toBe(origin)
        expect(read.headers['vary']).toMatch(/origin/i)
      },
    )

    it.each([
      'https://evil.example',
      'http://site.example',
      'https://site.example.evil.example',
      'https://site.example:8443',
      'https://SITE.example',
      'http://localhost:30021',
      'null',
    ])('answers %s without CORS headers', async (origin) => {
      for (const answer of [await preflight(origin), await call('/api/events', { origin })]) {
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      }
    })

    it('adds CORS headers to errors too', async () => {
      const answer = await call('/api/auth/me', { origin: 'https://site.example' })
      expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([
        401,
        'https://site.example',
      ])
    })
  })

  describe('error responses', () => {
    it('gives every error the same envelope', async () => {
      const answer = await call('/api/nothing?session_token=secret', {
        'x-request-id': 'given-by-the-caller',
      })
      expect(answer.json()).toEqual({
        statusCode: 404,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        path: '/api/nothing',
        message: 'There is nothing here',
        error: 'Not Found',
        code: 'NOT_FOUND',
        requestId: 'given-by-the-caller',
        origin: { message: 'There is nothing here', code: 'NOT_FOUND', details: [] },
      })
      expect(answer.headers).toMatchObject({
        'x-request-id': 'given-by-the-caller',
        'cache-control': 'no-store',
      })
    })

    it.each(['short', 'with spaces in it', 'x'.repeat(65), '<script>alert(1)</script>'])(
      'replaces an invalid request id such as %j',
      async (given) => {
        const { requestId } = (await call('/api/nothing', { 'x-request-id': given })).json()
        expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
      },
    )

    it('answers 503 with Retry-After and without details while the database is unavailable', async () => {
      const broken = await TestApi.start(world.database.url)
      await broken.context.db.end()
      const paths = ['/api/events', '/api/events/1']
      for (const url of paths) {
        const answer = await broken.app.inject(url)
        expect([url, answer.statusCode, answer.json().code]).toEqual([url, 503, 'SERVICE_UNAVAILABLE'])
        expect(answer.headers['retry-after']).toBe('2')
        expect(answer.json().origin).toEqual({
          message: 'This service is not available right now',
          code: 'SERVICE_UNAVAILABLE',
          details: [],
        })
      }
      const ready = await broken.app.inject('/readyz')
      expect([ready.statusCode, ready.headers['retry-after']]).toEqual([503, '2'])
      expect((await broken.app.inject('/healthz')).statusCode).toBe(200)
      await broken.app.close()
    })
  })

  it.each(Object.entries(API_ROUTES))(
    'answers 405 with Allow to other methods on the path of %s',
    async (_name, route) => {
      const url = route.path.replace(/:(id|event_id)$/, '1')
      const known = Object.values(API_ROUTES)
        .filter(({ path }) => path === route.path)
        .map(({ method }) => method as string)
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        if (known.includes(method)) continue
        const answer = await world.api.app.inject({ method, url })
        // `updates` is also what `:id` would be for PATCH.
        if (method === 'PATCH' && url.endsWith('/updates')) continue
        expect([method, url, answer.statusCode, answer.json().code]).toEqual([
          method,
          url,
          405,
          'METHOD_NOT_ALLOWED',
        ])
        expect(answer.headers['allow']?.toString().split(', ').sort()).toEqual(known.sort())
      }
    },
  )

  it('answers only for its own hosts', async () => {
    const answer = await world.api.app.inject({ url: '/api/events', headers: { host: 'evil.example' } })
    expect([answer.statusCode, answer.json().code]).toEqual([421, 'MISDIRECTED_REQUEST'])
  })

  it('sends security headers, with HSTS only over TLS', async () => {
    const { headers } = await call('/api/events')
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
    const secure = await TestApi.start(world.database.url, { API_URL: 'https://api.tuvens.example' })
    expect((await secure.app.inject('/api/events')).headers['strict-transport-security']).toMatch(
      /^max-age=\d+/,
    )
    await secure.stop()
  })

  it('answers that it is alive and ready', async () => {
    for (const url of ['/healthz', '/readyz']) {
      const answer = await call(url)
      expect([answer.statusCode, answer.json(), answer.headers['cache-control']]).toEqual([
        200,
        { status: 'ok' },
        'no-store',
      ])
    }
  })

  it('publishes its OpenAPI document', async () => {
    const document = (await call('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(document.paths['/api/cross-app/validate-session'].post.operationId).toBe('validateSession')
    const served = Object.values(API_ROUTES).map((route) => route.path.replace(/:(\w+)/g, '{$1}'))
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(served))
  })
})
