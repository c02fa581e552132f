import { API_ROUTES } from '@tuvens/contract'
import { collectAll } from '@tuvens/platform/telemetry/registry'
import { readMetric, watchMetric } from '@tuvens/platform/test-support/metrics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, statusMessage, TestApi, type TestUser, type TestWorld } from '../test-support/api.ts'
import { StreamReader } from '../test-support/stream.ts'
import { observeState } from './gauges/observe-state.ts'

let world: TestWorld
let api: TestApi
let owner: TestUser
let base: string
let nextId = 91_000
beforeAll(async () => {
  world = await startWorld()
  api = world.api
  base = await api.listen()
  owner = await api.person()
})
afterAll(() => world.end())

describe('the metrics of sessions', () => {
  const sessions = (step: string, outcome: string) => watchMetric('tuvens_sessions_total', { step, outcome })
  const validate = (token: string, node = api) =>
    node.signed({
      method: 'POST',
      url: '/api/cross-app/validate-session',
      payload: { session_token: token },
    })

  it('count what is issued, validated and revoked', async () => {
    const [issued, validated, revoked] = await Promise.all(
      ['issue', 'validate', 'revoke'].map((step) => sessions(step, 'ok')),
    )
    const token = await api.session(owner)
    await validate(token)
    await api.signed({
      method: 'POST',
      url: '/api/cross-app/revoke-session',
      payload: { session_token: token },
    })
    expect([await issued?.(), await validated?.(), await revoked?.()]).toEqual([1, 1, 1])
  })

  it('count a code like a token', async () => {
    const validated = await sessions('validate', 'ok')
    const code = await api.session(owner)
    await api.signed({ method: 'POST', url: '/api/service/hi-events/session/validate', payload: { code } })
    expect(await validated()).toBe(1)
  })

  it('tell what the caller did wrong from what we did, and count a click without a session as a flow that ended', async () => {
    const [refused, failed] = [await sessions('validate', 'refused'), await sessions('validate', 'failed')]
    await validate('u'.repeat(43))
    const flow = await watchMetric('tuvens_flow_total', { outcome: 'refused' })
    const issue = await sessions('issue', 'refused')
    const payload = { account_id: 999_999_999 }
    await api.as(owner, { method: 'POST', url: '/api/cross-app/generate-session', payload })
    expect([await issue(), await flow()]).toEqual([1, 1])
    const { api: cut, end } = await startWorld()
    await cut.context.db.end()
    await validate('u'.repeat(43), cut)
    await end().catch(() => {})
    expect([await refused(), await failed()]).toEqual([1, 1])
  })
})

describe('the metrics of status webhooks', () => {
  const received = (outcome: string) =>
    watchMetric('tuvens_webhooks_received_total', { kind: 'status', outcome })
  const at = (ms: number) => new Date(Date.parse('2026-03-01T10:00:00.000Z') + ms).toISOString()

  it('count what became of each, alone or in a batch, and how old it was', async () => {
    const outcomes = ['applied', 'stale', 'repeated', 'refused']
    const counts = await Promise.all(outcomes.map(received))
    const [handled, seconds] = [
      await watchMetric('tuvens_webhook_age_seconds_count', { kind: 'status' }),
      await watchMetric('tuvens_webhook_age_seconds_sum', { kind: 'status' }),
    ]
    const event = await api.event(owner)
    const id = nextId++
    const message = JSON.stringify(
      statusMessage(event.id, id, 'LIVE', new Date(Date.now() - 5_000).toISOString()),
    )
    await api.webhook(message)
    await api.webhook(message)
    await api.webhook(message, 'not-the-shared-secret')
    const bodies = [JSON.stringify(statusMessage(event.id, id, 'DRAFT', at(0))), 'no JSON']
    await api.signed({
      method: 'POST',
      url: API_ROUTES.statusWebhooks.path,
      payload: { bodies },
    })
    expect(await Promise.all(counts.map(async (read) => read()))).toEqual([1, 1, 1, 2])
    expect(await handled()).toBe(1)
    expect(await seconds()).toBeGreaterThanOrEqual(5)
  })
})

describe('the metrics of the stream', () => {
  it('tell how long a change took from its notice at the ticket origin to open pages', async () => {
    const event = await api.event(owner)
    const [count, sum] = [
      await watchMetric('tuvens_publish_to_page_seconds_count'),
      await watchMetric('tuvens_publish_to_page_seconds_sum'),
    ]
    const message = statusMessage(event.id, nextId++, 'LIVE')
    const noticed_at = new Date(Date.now() - 3_000).toISOString()
    await api.webhook({ ...message, payload: { ...message.payload, noticed_at } })
    await expect.poll(count, { timeout: 60_000 }).toBe(1)
    expect(await sum()).toBeGreaterThanOrEqual(3)
  })

  it('count open streams, changes that were written to them, and the time since each change', async () => {
    const event = await api.event(owner)
    const connections = await watchMetric('tuvens_stream_connections')
    const [deliveries, lags] = [
      await watchMetric('tuvens_stream_deliveries_total'),
      await watchMetric('tuvens_stream_lag_seconds_count'),
    ]
    const url = `${base}/api/events/updates?event_id=${event.id}`
    const readers = await Promise.all([StreamReader.open(url), StreamReader.open(url)])
    await Promise.all(readers.map((reader) => reader.until((each) => each.changes.length === 1)))
    expect(await connections()).toBe(2)
    await api.webhook(statusMessage(event.id, nextId++, 'LIVE'))
    await Promise.all(readers.map((reader) => reader.until((each) => each.changes.length === 2)))
    expect([await deliveries(), await lags()]).toEqual([2, 1])
    expect(await readMetric('tuvens_stream_lag_seconds_sum')).toBeLessThan(600)
    readers.forEach((reader) => reader.close())
    await expect.poll(connections, { timeout: 60_000 }).toBe(0)
  })

  it('count streams that had to start again', async () => {
    const resets = await watchMetric('tuvens_stream_resets_total')
    const url = `${base}/api/events/updates?event_id=1`
    const reader = await StreamReader.open(url, { 'last-event-id': 'no cursor' })
    await expect.poll(resets, { timeout: 60_000 }).toBe(1)
    reader.close()
  })
})

describe('what waits in the tables', () => {
  it('is read at each scrape', async () => {
    const stop = observeState(api.context)
    await world.database.db`
      insert into mails (kind, recipient, due_at, created_at)
      values ('removed', 'ada@example.com', now() + interval '1 day', now() - interval '1 hour')`
    const event = await api.event(owner)
    await world.database.db`
      insert into event_edits (event_id, due_at) values (${event.id}, now() + interval '1 day')
      on conflict (event_id) do nothing`
    await world.database.db`
      insert into mails (kind, recipient, given_up_at)
      select 'removed', 'ada@example.com', now() - hours * interval '1 hour' from unnest(array[1, 23, 25]) as hours`
    expect(await collectAll()).toBe(0)
    const messages = (queue: string, state: string) =>
      readMetric('tuvens_outbox_messages', { service: 'api', queue, state })
    expect(await messages('mails', 'waiting')).toBe(1)
    expect(await messages('mails', 'dead_letter')).toBe(2)
    expect(await messages('edits', 'waiting')).toBeGreaterThan(0)
    expect(await readMetric('tuvens_mails_waiting')).toBe(1)
    expect(await readMetric('tuvens_outbox_oldest_seconds', { queue: 'mails' })).toBeGreaterThanOrEqual(3_600)
    stop()
  })
})

describe('the metrics of mails and limits', () => {
  it('count what was sent, and what was refused', async () => {
    const [sent, refused] = [
      await watchMetric('tuvens_mails_total', { outcome: 'sent' }),
      await watchMetric('tuvens_limit_refusals_total', { limit: 'generate' }),
    ]
    await world.database.db`
      insert into mails (kind, recipient, data) values ('removed', 'ada@example.com', '{"account":"A","by":"B"}')`
    api.context.mailing.wake()
    await expect.poll(sent, { timeout: 60_000 }).toBeGreaterThan(0)
    const limited = await TestApi.start(world.database.url, { LIMIT_GENERATE: '1' })
    const issue = () =>
      limited.as(owner, { method: 'POST', url: '/api/cross-app/generate-session', payload: {} })
    expect([(await issue()).statusCode, (await issue()).statusCode]).toEqual([200, 429])
    await limited.stop()
    expect(await refused()).toBe(1)
  })
})
