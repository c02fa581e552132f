import { createHmac } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listen, startTestServer, type TestServer } from '../../test-support/http-server.ts'
import { CallError, parseRetryAfter } from './call-error.ts'
import { createHttpCaller, type HttpCaller, type HttpCallerOptions, type RetryPolicy } from './call.ts'
import { callOf } from './route.ts'

const success = Type.Object({ word: Type.String() })
const WORD = { method: 'GET', path: '/word', success } as const

let server: TestServer
const callers: HttpCaller[] = []
const pauses: number[] = []
beforeAll(async () => {
  server = await startTestServer()
})
beforeEach(() => {
  server.seen.length = 0
  pauses.length = 0
})
afterAll(async () => {
  await Promise.all(callers.map((each) => each.close()))
  await server.stop()
})

/** Sends lost calls and refusals of a gateway a second time, after 50 ms. */
const retryOnce: RetryPolicy = (error, attempt) => {
  if (attempt > 1 || !(error instanceof CallError)) return null
  return error.failure === 'unreachable' || [502, 503, 504].includes(error.status ?? 0) ? 50 : null
}

function caller(options: Partial<HttpCallerOptions> = {}): HttpCaller['call'] {
  const made = createHttpCaller({
    target: 'test',
    baseUrl: server.url,
    sleep: async (ms) => void pauses.push(ms),
    retry: retryOnce,
    ...options,
  })
  callers.push(made)
  return made.call
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** The error of a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<CallError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof CallError)) throw new TypeError(`Not a CallError: ${String(error)}`)
  return error
}

describe('a call that succeeds', () => {
  it('sends the method, path, headers and JSON body, and gives the checked body with status and headers', async () => {
    server.handle = (_, response) => {
      response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', etag: '"1"' })
      response.end('{"word":"hello","more":1}')
    }
    const result = await caller()({
      method: 'POST',
      path: '/words?x=1',
      headers: { 'x-request-id': 'request-1' },
      body: { a: 1 },
      success,
    })
    expect(result).toMatchObject({ status: 201, body: { word: 'hello' }, headers: { etag: '"1"' } })
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/words?x=1',
        body: '{"a":1}',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'x-request-id': 'request-1',
        },
      },
    ])
  })

  it('signs the path as it is sent, with that of the base address and the query', async () => {
    const signed: string[] = []
    const sign: HttpCallerOptions['sign'] = ({ path }) => ({ 'x-signed': String(signed.push(path)) })
    const prefixed = createHttpCaller({ target: 'test', baseUrl: `${server.url}/tuvens`, sign })
    await prefixed.call({ method: 'GET', path: '/ok?a=b c' }).catch(() => {})
    expect(signed).toEqual(['/tuvens/ok?a=b%20c'])
    expect(server.seen.map((each) => each.url)).toEqual(signed)
    await prefixed.close()
  })

  it('sends a text body byte for byte and signs exactly these bytes at each attempt', async () => {
    const statuses = [503, 204]
    server.handle = (_, response) => response.writeHead(statuses.shift() ?? 500).end()
    let signatures = 0
    const sign: HttpCallerOptions['sign'] = ({ method, path, body }) => ({
      'x-signature': createHmac('sha256', 'key')
        .update(`${method} ${path} ${body} ${++signatures}`)
        .digest('hex'),
    })
    await caller({ sign })({ method: 'PUT', path: '/raw', body: '{ "a" : 1 }' })
    const expected = (attempt: number) =>
      createHmac('sha256', 'key').update(`PUT /raw { "a" : 1 } ${attempt}`).digest('hex')
    expect(server.seen.map((each) => each.headers['x-signature'])).toEqual([expected(1), expected(2)])
  })

  it('does not read the body of a success that nobody asked for, however long it is', async () => {
    server.handle = (_, response) => response.end('x'.repeat(200_000))
    const result = await caller({ maxBytes: 1_000 })({ method: 'POST', path: '/webhook', body: '{}' })
    expect([result.status, result.body]).toEqual([200, undefined])
  })
})

it('closes an unused connection by itself, however long the server promises to keep it', {
  timeout: 120_000,
}, async () => {
  const keeping = createServer((_, response) =>
    response.writeHead(204, { 'keep-alive': 'timeout=7200' }).end(),
  )
  keeping.keepAliveTimeout = 0
  const closed = new Promise((resolve) =>
    keeping.once('connection', (socket) => socket.once('close', resolve)),
  )
  const call = caller({ baseUrl: `http://127.0.0.1:${await listen(keeping)}` })
  await call({ method: 'POST', path: '/word' })
  await closed
  keeping.close()
})

describe('a route of the contract', () => {
  const ROUTE = {
    method: 'GET',
    path: '/things/:id/parts',
    summary: 'For these tests',
    auth: 'none',
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({ page: Type.Optional(Type.Integer()), q: Type.Optional(Type.String()) }),
    success: { status: 200, body: success },
    errors: [],
  } as const

  it('is called with its parameters and query encoded, and its schema checks the response', async () => {
    server.handle = (_, response) => json(response, { word: 'ok' })
    const { body } = await caller()(callOf(ROUTE, { params: { id: 'a/../b' }, query: { page: 2, q: '' } }))
    expect(body.word).toBe('ok')
    expect(server.seen[0]?.url).toBe('/things/a%2F..%2Fb/parts?page=2')
    server.handle = (_, response) => json(response, { word: 5 })
    const error = await failureOf(caller()(callOf(ROUTE, { params: { id: 'a' }, query: {} })))
    expect([error.failure, error.reason]).toEqual([
      'invalid',
      'the response does not fit: /word must be string',
    ])
  })
})

describe('a response that cannot be used', () => {
  it('refused: has the status, the code of our envelope, the body and the seconds to wait', async () => {
    server.handle = (_, response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '30' })
      response.end('{"code":"RATE_LIMITED","message":"Too many"}')
    }
    const error = await failureOf(caller()({ ...WORD, path: '/word?session_token=secret' }))
    expect(error).toMatchObject({ failure: 'refused', status: 429, code: 'RATE_LIMITED', retryAfter: 30 })
    expect(error.body).toMatchObject({ message: 'Too many' })
    expect(error.message).toBe('GET /word: refused 429')
  })

  it('failed: has the status, and no code when the body is not ours', async () => {
    server.handle = (_, response) => response.writeHead(500).end('<html>')
    const error = await failureOf(caller()(WORD))
    expect(error).toMatchObject({ failure: 'failed', status: 500, code: undefined, body: undefined })
  })

  it.each<[string, string, string, string]>([
    ['HTML', 'text/html', '<p>', 'the response is text/html, not JSON'],
    ['half a JSON text', 'application/json', '{"word":', 'the response is not valid JSON'],
    ['a prototype', 'application/json', '{"__proto__":{"a":1}}', 'the response is not valid JSON'],
    ['a NUL', 'application/json', '{"word":"\\u0000"}', 'the response holds a NUL character'],
    ['a deep nest', 'application/json', '['.repeat(40), 'the response is nested deeper than 32 levels'],
    ['another shape', 'application/json', '[]', 'the response does not fit:  must be object'],
  ])('invalid: %s', async (_name, type, text, reason) => {
    server.handle = (_, response) => response.writeHead(200, { 'content-type': type }).end(text)
    expect(await failureOf(caller()(WORD))).toMatchObject({ failure: 'invalid', status: 200, reason })
  })

  it('invalid: a redirect, which is not followed', async () => {
    // The body fits: only the status makes the response unusable.
    server.handle = (_, response) => {
      response.writeHead(302, { location: `${server.url}/elsewhere`, 'content-type': 'application/json' })
      response.end('{"word":"hello"}')
    }
    const error = await failureOf(caller()(WORD))
    expect([error.failure, error.status]).toEqual(['invalid', 302])
    expect(server.seen).toHaveLength(1)
  })

  it.each([200, 500])('too large: stops reading after the limit (%i)', async (status) => {
    const ALL = 2_000
    let sent = 0
    server.handle = (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      const write = () => {
        while (sent < ALL && !response.destroyed && response.write('x'.repeat(16_384))) sent++
        if (sent === ALL) response.end()
      }
      response.on('drain', write).on('error', () => {})
      write()
    }
    const error = await failureOf(caller({ maxBytes: 100_000 })(WORD))
    expect([error.failure, error.reason]).toEqual(['too_large', 'more than 100000 bytes'])
    await expect.poll(() => server.seen.length).toBe(1)
    expect(sent).toBeLessThan(ALL)
  })

  it('timed out: no response in time, and no second attempt', async () => {
    server.handle = () => {}
    const error = await failureOf(caller({ timeoutMs: 300 })(WORD))
    expect([error.failure, error.status]).toEqual(['timed_out', undefined])
    expect(pauses).toEqual([])
  })

  it('unreachable: nobody listens, after a second attempt', async () => {
    const error = await failureOf(caller({ baseUrl: 'http://127.0.0.1:1' })(WORD))
    expect(error.failure).toBe('unreachable')
    expect(pauses).toEqual([50])
  })
})

it('a 304 is a success without a body for a conditional call, and for no other', async () => {
  server.handle = (_, response) => response.writeHead(304).end()
  const { status, body } = await caller()({ ...WORD, isConditional: true })
  expect([status, body]).toEqual([304, undefined])
  expect((await failureOf(caller()(WORD))).failure).toBe('invalid')
})

describe('sending again', () => {
  it('sends a GET again when the connection was cut', async () => {
    server.handle = (_, response) => {
      if (server.seen.length === 1) response.destroy()
      else json(response, { word: 'again' })
    }
    expect((await caller()(WORD)).body.word).toBe('again')
  })

  it.each([
    ['POST', undefined, 1],
    ['DELETE', undefined, 1],
    ['POST', true, 2],
    ['GET', undefined, 2],
    ['PUT', undefined, 2],
    ['PUT', false, 1],
  ] as const)('%s, marked as repeatable: %s, is sent %i times', async (method, isRepeatable, times) => {
    server.handle = (_, response) => response.writeHead(502).end()
    await failureOf(caller()({ method, path: '/', ...(isRepeatable !== undefined && { isRepeatable }) }))
    expect(server.seen).toHaveLength(times)
  })

  it('sends nothing again without a policy, and each call may have its own', async () => {
    server.handle = (_, response) => response.writeHead(502).end()
    const call = createHttpCaller({
      target: 'test',
      baseUrl: server.url,
      sleep: async (ms) => void pauses.push(ms),
    })
    callers.push(call)
    await failureOf(call.call(WORD))
    expect(server.seen).toHaveLength(1)
    await failureOf(call.call({ ...WORD, retry: (_error, attempt) => (attempt < 3 ? attempt : null) }))
    expect([server.seen.length, pauses]).toEqual([4, [1, 2]])
  })

  it('never sends again what was refused or does not fit', async () => {
    for (const status of [400, 404, 500, 200]) {
      server.seen.length = 0
      server.handle = (_, response) => json(response, {}, status)
      await failureOf(caller()(WORD))
      expect(server.seen).toHaveLength(1)
    }
  })

  it('runs `around` at every attempt: it sees each status and may refuse to send', async () => {
    server.handle = (_, response) => response.writeHead(503).end()
    const statuses: number[] = []
    const refusal = new RangeError('No budget')
    const call = caller()({
      ...WORD,
      around: async (send) => {
        if (statuses.length === 1) throw refusal
        const response = await send()
        statuses.push(response.status)
        return response
      },
    })
    await expect(call).rejects.toBe(refusal)
    expect([statuses, server.seen.length]).toEqual([[503], 1])
  })
})

describe('Retry-After', () => {
  it.each([
    ['1', 1],
    [' 30 ', 30],
    ['0', 1],
    ['86400', 600],
    ['soon', undefined],
    ['-1', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    [['1', '2'], undefined],
    [undefined, undefined],
  ])('%s gives %s', (header, seconds) => expect(parseRetryAfter(header)).toBe(seconds))
})
