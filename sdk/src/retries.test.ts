import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { retryAfterOf } from './errors.ts'
import { createClient } from './index.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let baseUrl: string
let answers: Answer[]
let requests: IncomingMessage[]
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request)
    const answer = answers.shift()
    if (answer === undefined) response.writeHead(500).end()
    else answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  answers = []
  requests = []
})

const json =
  (status: number, body: object, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
const busy = json(503, { code: 'SERVICE_UNAVAILABLE', message: 'Busy' }, { 'retry-after': '0' })
const never: Answer = () => undefined
const client = (options: object = {}) =>
  createClient({ baseUrl, apiKey: 'k', accessToken: 't', random: () => 0, ...options })

describe('a call that fails for a while', () => {
  it('is made again when it is idempotent', async () => {
    answers = [busy, (request) => request.destroy(), json(200, { keys: [] })]
    expect(await client().jwks()).toEqual({ keys: [] })
    expect(requests).toHaveLength(3)
  })

  it('has the same idempotency key each time, the one of the caller or a new one', async () => {
    answers = [busy, json(200, {}), json(200, {})]
    await client().putPlatformEvent({
      external_id: 'a',
      body: { title: 'A', startDate: 'x', timezone: 'UTC' },
    })
    await client().putPlatformEvent(
      { external_id: 'a', body: { title: 'A', startDate: 'x', timezone: 'UTC' } },
      { idempotencyKey: 'mine' },
    )
    const keys = requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect([keys[1], keys[2]]).toEqual([keys[0], 'mine'])
  })

  it('is not made again when it could be done twice', async () => {
    answers = [busy, json(200, {})]
    await expect(client().login({ body: { email: 'a@example.com', password: 'x' } })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      status: 503,
    })
    expect(requests).toHaveLength(1)
  })

  it('is given up after the tries that the caller allows', async () => {
    answers = [busy, busy, busy, busy]
    await expect(client().jwks({}, { retries: 1 })).rejects.toMatchObject({ retryAfter: 0 })
    expect(requests).toHaveLength(2)
  })

  it('is not made again when nothing will change', async () => {
    answers = [json(404, { code: 'EVENT_NOT_FOUND', message: 'No' })]
    await expect(client().readEvent({ id: '1' })).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' })
    answers = [json(429, { code: 'RATE_LIMITED', message: 'Later' }, { 'retry-after': '3600' })]
    await expect(client().readEvent({ id: '1' })).rejects.toMatchObject({ retryAfter: 3600 })
    expect(requests).toHaveLength(2)
  })

  it('waits as long as Retry-After says, in seconds or until a date', () => {
    expect([retryAfterOf('7'), retryAfterOf(null), retryAfterOf('soon')]).toEqual([7, undefined, undefined])
    expect(retryAfterOf('Thu, 01 Jan 1970 00:00:30 GMT', 10_000)).toBe(20)
  })
})

describe('a call without a response', () => {
  it('ends after its time', async () => {
    answers = [never, never]
    await expect(client().jwks({}, { timeoutMs: 50, retries: 1 })).rejects.toMatchObject({
      code: 'TIMED_OUT',
    })
    expect(requests).toHaveLength(2)
  })

  it('ends when its caller aborts it, and is not repeated', async () => {
    const controller = new AbortController()
    answers = [() => controller.abort()]
    await expect(client().jwks({}, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(requests).toHaveLength(1)
  })
})

describe('the stream', () => {
  const write =
    (text: string): Answer =>
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text)
    }
  const change = (id: string) => `id: ${id}\ndata: {"type":"ticketing_status_changed","eventId":"${id}"}\n\n`

  it('goes on after the last whole message, tells a reset, and leaves heartbeats out', async () => {
    answers = [
      write(`retry: 1\n\n${change('1')}data: {"type":"heartbeat"}\n\nid: 2\ndata: {"type":"tick`),
      busy,
      write(`data: {"type":"reset"}\n\n${change('3')}`),
    ]
    const seen: unknown[] = []
    for await (const told of client().follow({ eventIds: ['1', '3'] })) {
      seen.push(told.type === 'reset' ? 'reset' : told.eventId)
      if (seen.length === 3) break
    }
    expect(seen).toEqual(['1', 'reset', '3'])
    expect(requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1', '1'])
    expect(requests[0]?.url).toBe('/api/events/updates?event_id=1&event_id=3')
  })

  it('is opened again when it is silent', async () => {
    answers = [
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(change('1'))
      },
      write(change('2')),
    ]
    const seen: string[] = []
    for await (const told of client().follow({ silenceMs: 50 })) {
      seen.push(told.type === 'reset' ? 'reset' : told.eventId)
      if (seen.length === 2) break
    }
    expect(seen).toEqual(['1', '2'])
  })

  it('ends with the error of a request that will never be right', async () => {
    answers = [json(400, { code: 'VALIDATION_ERROR', message: 'No' })]
    await expect(
      client()
        .follow({ eventIds: ['x'] })
        .next(),
    ).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  })
})
