import { API_ROUTES, HEADERS } from '@tuvens/contract'
import { createHttpCaller, type HttpCaller } from '@tuvens/platform/http/call'
import type { CallError } from '@tuvens/platform/http/call-error'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeResponse, type FakeServer, startFake } from '../../../test-support/server.ts'
import { createReportSender } from './send.ts'

let fake: FakeServer
let caller: HttpCaller
let alone: Record<string, string>
let answer: (bodies: string[]) => FakeResponse
beforeAll(async () => {
  fake = await startFake(({ path, body }) =>
    path === API_ROUTES.statusWebhook.path
      ? { status: 200, body: {}, headers: alone }
      : answer(body['bodies'] as string[]),
  )
  caller = createHttpCaller({ target: 'test', baseUrl: fake.url, timeoutMs: 60_000, retry: () => null })
})
afterAll(async () => {
  await caller.close()
  await fake.close()
})
beforeEach(() => {
  fake.seen.length = 0
  alone = {}
  answer = (bodies) => answerOf(bodies.map(() => ({ status: 200, code: null })))
})

const answerOf = (results: object[]) => ({
  status: 200,
  body: { answered_at: '2030-01-01T00:00:00.000Z', results },
})
const reports = (count: number) => Array.from({ length: count }, (_, index) => `{"report":${index}}`)

describe('the sender of status reports', () => {
  it('sends one report alone, as the status webhook', async () => {
    await createReportSender(caller)('{"report":1}')
    expect(fake.seen.map(({ path }) => path)).toEqual([API_ROUTES.statusWebhook.path])
  })

  it.each([
    ['2030-01-01T00:00:05.000Z', Date.parse('2030-01-01T00:00:05.000Z')],
    ['yesterday', null],
  ])('tells a report that was sent alone the time of a newer one: %s', async (header, time) => {
    alone = { [HEADERS.newestSentAt]: header }
    expect(await createReportSender(caller)('{"report":1}')).toBe(time)
  })

  it('sends a thousand reports that come together in a few calls, each once', async () => {
    const send = createReportSender(caller)
    const all = reports(1_000)
    await Promise.all(all.map(send))
    expect(fake.seen.length).toBeLessThan(20)
    const sent = fake.seen.flatMap(
      ({ body }) => (body['bodies'] as string[] | undefined) ?? [JSON.stringify(body)],
    )
    expect(sent.toSorted()).toEqual(all.toSorted())
  })

  it('sends long reports in calls that no server refuses for their length', async () => {
    const send = createReportSender(caller)
    const long = JSON.stringify({ text: '"'.repeat(40_000) })
    await Promise.all(Array.from({ length: 20 }, () => send(long)))
    for (const { body } of fake.seen) expect(JSON.stringify(body).length).toBeLessThan(256 * 1024)
  })

  it('tells each report its own result', async () => {
    answer = (bodies) =>
      answerOf(
        bodies.map((each) =>
          each.includes('7') ? { status: 409, code: 'LINK_CONFLICT' } : { status: 200, code: null },
        ),
      )
    const results = await Promise.allSettled(reports(10).map(createReportSender(caller)))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const refused = results[7]?.status === 'rejected' ? (results[7].reason as CallError) : undefined
    expect([refused?.status, refused?.code]).toEqual([409, 'LINK_CONFLICT'])
  })

  it('tells each report the time of a newer one that the API has', async () => {
    const newest_sent_at = '2030-01-01T00:00:05.000Z'
    answer = (bodies) =>
      answerOf(
        bodies.map((each) => ({ status: 200, code: null, ...(each.includes('7') && { newest_sent_at }) })),
      )
    const times = await Promise.all(reports(10).map(createReportSender(caller)))
    expect(times).toEqual(times.map((_each, index) => (index === 7 ? Date.parse(newest_sent_at) : null)))
  })

  it('fails every report of a call that failed', async () => {
    answer = () => ({ status: 503, body: {} })
    const results = await Promise.allSettled(reports(10).map(createReportSender(caller)))
    const failed = results.filter(({ status }) => status === 'rejected')
    // The first four go alone.
    expect(failed).toHaveLength(6)
  })
})
