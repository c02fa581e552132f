import { API_ROUTES, type StatusWebhooksResponse } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  startWorld,
  statusMessage,
  type TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'

let nextId = 71_000

describe('status webhooks in one call', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    owner = await api.person()
  })
  afterAll(() => world.end())

  const url = API_ROUTES.statusWebhooks.path
  const send = async (bodies: string[]) => {
    const answer = await api.signed({ method: 'POST', url, payload: { bodies } })
    expect(answer.statusCode).toBe(200)
    return answer.json<StatusWebhooksResponse>().results
  }
  const message = (id: string, status = 'LIVE', sentAt = '2026-03-01T10:00:00.000Z', hiEvent = nextId++) =>
    JSON.stringify(statusMessage(id, hiEvent, status, sentAt))
  const phase = async (id: string) => (await api.app.inject(`/api/events/${id}`)).json()['ticketing_phase']

  it('are each applied as if they had come alone', async () => {
    const events = await Promise.all(Array.from({ length: 12 }, () => api.event(owner)))
    const results = await send(events.map(({ id }) => message(id)))
    expect(results).toEqual(events.map(() => ({ status: 200, code: null })))
    for (const { id } of events) expect(await phase(id)).toBe('on_sale')
  })

  it('each go on in the trace of what caused them', async () => {
    const events = [await api.event(owner), await api.event(owner)]
    const traces = ['a'.repeat(32), 'b'.repeat(32)]
    const bodies = events.map(({ id }, at) => {
      const report = statusMessage(id, nextId++, 'LIVE', '2026-03-01T10:00:00.000Z')
      return JSON.stringify({ ...report, traceparent: `00-${traces[at]}-00f067aa0ba902b7-01` })
    })
    await send(bodies)
    const found = await world.database.db`
      select a.request_id, split_part(c.traceparent, '-', 2) as trace
      from ticketing_changes c join audit_log a using (event_id)
      where c.event_id = any (${events.map(({ id }) => id)}::bigint[]) and a.operation = 'status-webhook'
      order by a.request_id`
    expect(found).toEqual(traces.map((trace) => ({ request_id: trace, trace })))
  })

  it('do not affect each other when some are refused', async () => {
    const [one, other] = [await api.event(owner), await api.event(owner)]
    const future = new Date(Date.now() + 86_400_000).toISOString()
    const results = await send([
      message('999999999'),
      'no JSON',
      '{"event_type":"event.status_changed"}',
      message(one.id, 'LIVE', future),
      message(other.id),
    ])
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      [404, 'EVENT_NOT_FOUND'],
      [400, 'VALIDATION_ERROR'],
      [400, 'VALIDATION_ERROR'],
      [422, 'SENT_IN_FUTURE'],
      [200, null],
    ])
    expect([await phase(one.id), await phase(other.id)]).toEqual(['none', 'on_sale'])
  })

  it('tell for each older one when the newest was sent', async () => {
    const [event, other] = [await api.event(owner), await api.event(owner)]
    const [newest, older] = ['2026-03-01T10:00:05.000Z', '2026-03-01T10:00:04.999Z']
    const id = nextId++
    await send([message(event.id, 'ENDED', newest, id)])
    const bodies = [message(event.id, 'LIVE', older, id), message(other.id)]
    for (const _time of ['stored', 'repeated'])
      expect(await send(bodies)).toEqual([
        { status: 200, code: null, newest_sent_at: newest },
        { status: 200, code: null },
      ])
  })

  it('are recognised when they are repeated, alone or together', async () => {
    const event = await api.event(owner)
    const body = message(event.id)
    await send([body, body])
    const alone = await api.webhook(body)
    expect(alone.statusCode).toBe(200)
    const rows = await world.database.db`select outcome from status_deliveries where event_id = ${event.id}`
    expect(rows).toHaveLength(1)
  })

  it('count as one call, and need a signature', async () => {
    const limited = await startWorld({ LIMIT_STATUS_WEBHOOK: '2' })
    try {
      const event = await limited.api.event(await limited.api.person())
      const call = () =>
        limited.api.signed({
          method: 'POST',
          url,
          payload: { bodies: [message(event.id), message(event.id)] },
        })
      expect([(await call()).statusCode, (await call()).statusCode, (await call()).statusCode]).toEqual([
        200, 200, 429,
      ])
      const unsigned = await api.app.inject({ method: 'POST', url, payload: { bodies: ['{}'] } })
      expect(unsigned.statusCode).toBe(401)
    } finally {
      await limited.end()
    }
  })
})
