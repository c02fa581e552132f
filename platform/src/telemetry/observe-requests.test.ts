import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHttp } from '../http/http.ts'
import { createLog } from '../log.ts'
import { metricRegistry, startCollecting } from './registry.ts'
import { currentRequest, currentTraceparent } from './trace.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`
const SECRET = 'a8f0c2d94b7e41f6a8f0c2d94b7e41f6'

type Line = Readonly<Record<string, unknown>>
let lines: Line[] = []
const log = createLog('test', 'info', { write: (line) => void lines.push(JSON.parse(line)) })

let app: FastifyInstance
let base: string
beforeAll(async () => {
  startCollecting()
  app = createHttp({ log, publicUrl: 'http://localhost' })
  app.get('/things/:id', async (request) => ({ id: request.id, traceparent: currentTraceparent() }))
  app.get('/inner', async () => {
    log.info('inside')
    return {}
  })
  app.get('/burst/:id', async () => {
    throw new Error('a bug')
  })
  app.get('/burst', async () => {
    throw new Error('a bug')
  })
  app.get('/readyz', (_request, reply) => reply.code(503).send({}))
  base = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())
beforeEach(() => {
  lines = []
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(base + path, { headers })
const requestLine = () =>
  expect.poll(() => lines.find((each) => each['msg'] === 'request'), { timeout: 20_000 })

describe('the log line of a request', () => {
  it('has its route, status and duration, and no query', async () => {
    await get(`/things/7?session_token=${SECRET}`)
    await requestLine().toMatchObject({
      level: 30,
      method: 'GET',
      route: '/things/:id',
      path: '/things/7',
      status: 200,
    })
    expect(JSON.stringify(lines)).not.toContain(SECRET)
  })

  it.each([SECRET, 'ada%40tuvens.example', 'ada@tuvens.example', 'Zm9vYmFyYmF6cXV4Zm9vYmFy1'])(
    'does not hold %s of the path',
    async (segment) => {
      await get(`/things/${segment}`)
      await requestLine().toMatchObject({ path: '/things/…' })
      await get(`/burst/${segment}`)
      await expect.poll(() => lines.filter(({ path }) => path === '/burst/…')).toHaveLength(2)
      expect(JSON.stringify(lines)).not.toContain(segment)
    },
  )

  it('is a warning for a refusal, and an error for a failure', async () => {
    await get('/nothing')
    await requestLine().toMatchObject({ level: 40, route: 'unmatched', status: 404 })
    lines = []
    await get('/burst')
    await requestLine().toMatchObject({ level: 50, status: 500 })
  })

  it('is left out for the probes of a balancer, a part of the quick successes, and streams', async () => {
    const quiet = createHttp({ log, publicUrl: 'http://localhost', requestLogSample: 0 })
    quiet.get('/quick', async () => ({}))
    let closed = 0
    quiet.get('/stream', (_request, reply) => {
      currentRequest()?.markOpen()
      reply.hijack()
      reply.raw.on('close', () => closed++)
      reply.raw.writeHead(200).write('data: open\n\n')
    })
    const address = await quiet.listen({ port: 0, host: '127.0.0.1' })
    await fetch(`${address}/quick`)
    const reader = new AbortController()
    await fetch(`${address}/stream`, { signal: reader.signal })
    reader.abort()
    await expect.poll(() => closed).toBe(1)
    await fetch(`${address}/nothing`)
    await requestLine().toMatchObject({ status: 404 })
    expect(lines.filter((each) => each['msg'] === 'request')).toHaveLength(1)
    await quiet.close()
  })

  it('is a warning for a node that is not ready', async () => {
    await get('/readyz')
    await requestLine().toMatchObject({ level: 40, status: 503 })
  })
})

describe('the id of a request', () => {
  it('is the trace id of its traceparent, in the answer and in every log line', async () => {
    const answer = await get('/things/7', { traceparent: TRACEPARENT, 'x-request-id': 'chosen-by-caller' })
    expect(answer.headers.get('x-request-id')).toBe(TRACE)
    expect(await answer.json()).toMatchObject({ id: TRACE, traceparent: expect.stringContaining(TRACE) })
    await get('/inner', { traceparent: TRACEPARENT })
    await expect.poll(() => lines.filter((each) => each['requestId'] === TRACE).length).toBe(3)
  })

  it('is a new trace id without a traceparent that can be read', async () => {
    const answer = await get('/things/7', { traceparent: 'not a traceparent' })
    const { id, traceparent } = await answer.json()
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(traceparent).toContain(id)
  })

  it('is that of a caller without a traceparent, when it is well-formed', async () => {
    const answer = await get('/things/7', { 'x-request-id': 'chosen-by-caller' })
    expect(answer.headers.get('x-request-id')).toBe('chosen-by-caller')
  })
})

describe('the metrics of requests', () => {
  it('count by route, whatever paths strangers call', async () => {
    for (const path of ['/things/1', '/things/2', '/nothing/1', '/nothing/2']) await get(path)
    const text = await metricRegistry.getSingleMetricAsString('tuvens_http_request_duration_seconds')
    expect(text).toMatch(/_count\{method="GET",route="\/things\/:id",status="2xx"\} \d+/)
    expect(text).toMatch(/_count\{method="GET",route="unmatched",status="4xx"\} \d+/)
    expect(text).not.toContain('nothing')
  })
})
