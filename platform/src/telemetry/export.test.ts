import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../test-support/http-server.ts'
import { startTestService, type TestService } from '../../test-support/telemetry/start.ts'

const SECRET = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYm1'
let folder: string
let service: TestService | undefined
let receiver: TestServer | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tuvens-telemetry-'))
})
afterEach(async () => {
  await service?.stop()
  await receiver?.stop()
  service = receiver = undefined
  rmSync(folder, { recursive: true, force: true })
})

const dsnOf = ({ url }: TestServer) => `${url.replace('://', '://key@')}/7`
const modules = () => {
  const list = join(folder, 'modules')
  return existsSync(list) ? readFileSync(list, 'utf8') : ''
}

describe('the libraries that send traces and reports', () => {
  it.each([
    ['are not loaded without a receiver', false],
    ['are loaded with one', true],
  ])('%s', async (_what, isSet) => {
    receiver = await startTestServer()
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, SENTRY_DSN: dsnOf(receiver) }
    service = await startTestService({ MODULE_LIST: join(folder, 'modules'), ...(isSet && settings) })
    expect((await service.get('/ok')).status).toBe(200)
    for (const library of [
      '@opentelemetry/sdk-trace-base',
      '@opentelemetry/exporter-trace-otlp-http',
      '@sentry/core',
    ])
      expect([library, modules().includes(library)]).toEqual([library, isSet])
    expect(modules()).toContain('@opentelemetry/api')
  })
})

type SentSpan = {
  name: string
  traceId: string
  parentSpanId?: string
  attributes: { key: string; value: unknown }[]
}

function spansOf({ seen }: TestServer): SentSpan[] {
  const bodies = seen.map(({ body }) => JSON.parse(body))
  return bodies.flatMap((each) =>
    each.resourceSpans[0].scopeSpans.flatMap((scope: { spans: SentSpan[] }) => scope.spans),
  )
}

describe('traces', () => {
  it('are sent by OTLP, the last ones when the process ends', async () => {
    receiver = await startTestServer()
    const headers = 'x-key=abc'
    service = await startTestService({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: headers,
    })
    const { headers: answered } = await service.get('/ok')
    await service.get(`/bug?secret=${SECRET}`)
    expect(await service.stop()).toBe(0)
    const spans = spansOf(receiver)
    const span = spans.find(({ name }) => name === 'GET /ok')
    expect(span?.traceId).toBe(answered.get('x-request-id'))
    expect(receiver.seen[0]).toMatchObject({ url: '/v1/traces', headers: { 'x-key': 'abc' } })
    expect(receiver.seen[0]?.body).toContain('tuvens-test')
    expect(JSON.stringify(receiver.seen)).not.toContain(SECRET)
  })

  it('that begin here are sampled, and the log keeps their ids', async () => {
    receiver = await startTestServer()
    service = await startTestService({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TRACE_SAMPLE_PERCENT: '0' })
    const { headers } = await service.get('/ok')
    expect(await service.stop()).toBe(0)
    expect(receiver.seen).toEqual([])
    expect(service.log()).toContain(`"requestId":"${headers.get('x-request-id')}"`)
  })

  it('are not sent because a caller says so', async () => {
    receiver = await startTestServer()
    service = await startTestService({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TRACE_SAMPLE_PERCENT: '0' })
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const { headers } = await service.get('/ok', { traceparent: `00-${trace}-00f067aa0ba902b7-01` })
    expect(headers.get('x-request-id')).toBe(trace)
    expect(await service.stop()).toBe(0)
    expect(receiver.seen).toEqual([])
  })

  it('hold nothing up when their receiver never answers, or is away', async () => {
    receiver = await startTestServer(() => {})
    const { url, stop } = receiver
    service = await startTestService({ OTEL_EXPORTER_OTLP_ENDPOINT: url })
    for (let count = 0; count < 50; count++) expect((await service.get('/ok')).status).toBe(200)
    expect(await service.stop()).toBe(0)
    await stop()
    receiver = undefined
    service = await startTestService({ OTEL_EXPORTER_OTLP_ENDPOINT: url })
    expect((await service.get('/ok')).status).toBe(200)
    expect(await service.stop()).toBe(0)
  })
})

type Report = {
  exception: { values: { type: string; value: string; stacktrace: { frames: { filename: string }[] } }[] }
  tags: Record<string, string>
  contexts: { trace: { trace_id: string } }
  release: string
}

/** The event of each envelope, which is lines of JSON. */
function reportsOf({ seen }: TestServer): Report[] {
  return seen.flatMap(({ body }) => {
    const lines = body.split('\n').filter((line) => line !== '')
    return lines.map((line): Report => JSON.parse(line)).filter((each) => 'exception' in each)
  })
}

describe('errors that are bugs', () => {
  it('are reported once each, with stack and request id, and without what identifies a person', async () => {
    receiver = await startTestServer()
    service = await startTestService({ SENTRY_DSN: dsnOf(receiver), SENTRY_ENVIRONMENT: 'lab' })
    const { headers } = await service.get(`/bug?secret=${SECRET}`)
    for (let count = 0; count < 3; count++) await service.get(`/bug?secret=${SECRET}`)
    await service.get('/nothing')
    await service.get('/background')
    expect(await service.stop()).toBe(0)
    const reports = reportsOf(receiver)
    expect(
      reports.map(({ exception }) => exception.values[0]?.type ?? '').toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['RangeError', 'TypeError'])
    const report = reports.find(({ exception }) => exception.values[0]?.type === 'TypeError')
    expect(report).toMatchObject({
      environment: 'lab',
      tags: { request_id: headers.get('x-request-id'), where: '/bug', service: 'test' },
      contexts: { trace: { trace_id: headers.get('x-request-id') } },
    })
    const frames = report?.exception.values[0]?.stacktrace.frames ?? []
    expect(frames.some(({ filename }) => filename.endsWith('test-support/telemetry/service.ts'))).toBe(true)
    for (const secret of [SECRET, 'ada@', '127.0.0.1'])
      expect(
        receiver.seen
          .map(({ body }) => body)
          .join('\n')
          .replaceAll(receiver.url.slice(7), ''),
      ).not.toContain(secret)
  })

  it('that nothing handles are reported before the process ends', async () => {
    receiver = await startTestServer()
    service = await startTestService({ SENTRY_DSN: dsnOf(receiver) })
    await service.get('/crash')
    expect(await service.ended).toBe(1)
    expect(reportsOf(receiver)[0]?.exception.values[0]?.value).toBe('nothing handles this')
    expect(service.log()).toContain('nothing handles this')
  })

  it('hold up no end of the process when the receiver never answers', async () => {
    receiver = await startTestServer(() => {})
    service = await startTestService({ SENTRY_DSN: dsnOf(receiver) })
    await service.get('/bug')
    expect(await service.stop()).toBe(0)
  })
})
