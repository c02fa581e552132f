import { signNativeWebhook } from '@tuvens/contract/signatures'
import { collectAll } from '@tuvens/platform/telemetry/registry'
import { readMetric, watchMetric } from '@tuvens/platform/test-support/metrics'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../test-support/harness.ts'
import { Visitor } from '../test-support/visitor.ts'
import { observeState } from './gauges/observe-state.ts'

let test: Harness
let nextEvent = 600
beforeAll(async () => {
  test = await startHarness({ withLoops: true })
})
afterAll(() => test.stop())
beforeEach(() => {
  test.api.faults.length = 0
  test.hiEvents.faults.length = 0
})

const land = (state: 'expired' | 'new' = 'new') => {
  const event = eventOf(String(nextEvent++))
  const token = state === 'new' ? test.api.issueToken({ event }) : test.api.issueToken({ event }, state)
  return new Visitor(test).land({ session_token: token })
}

describe('the metrics of the whole flow', () => {
  it('count landings by how they end', async () => {
    const [ok, refused, failed] = await Promise.all(
      ['ok', 'refused', 'failed'].map((outcome) => watchMetric('tuvens_flow_total', { outcome })),
    )
    await land()
    await land('expired')
    test.api.faults.push({
      match: 'POST /api/cross-app/validate-session',
      kind: 'error',
      value: 500,
      times: 10,
    })
    await land()
    expect([await ok?.(), await refused?.(), await failed?.()]).toEqual([1, 1, 1])
  })

  it('count a landing that failed at the ticket system', async () => {
    const failed = await watchMetric('tuvens_flow_total', { outcome: 'failed' })
    test.hiEvents.faults.push({ match: /./, kind: 'error', value: 500, times: 1_000 })
    await land()
    expect(await failed()).toBe(1)
  })
})

describe('the metrics of native webhooks', () => {
  it('count what became of each, and the time until it was handled', async () => {
    await land()
    const [hook] = test.hiEvents.world.webhooks
    const received = (outcome: string) =>
      watchMetric('tuvens_webhooks_received_total', { kind: 'native', outcome })
    const counts = await Promise.all(['applied', 'repeated', 'refused'].map(received))
    const handled = await watchMetric('tuvens_webhook_age_seconds_count', { kind: 'native' })
    const raw = JSON.stringify({
      event_type: 'event.updated',
      event_sent_at: '2026-01-01T12:00:00+00:00',
      payload: { id: test.hiEvents.world.events.at(-1)?.id },
    })
    const post = async (signature: string) => {
      const headers = { 'content-type': 'application/json', signature }
      await (await fetch(hook?.url ?? '', { method: 'POST', headers, body: raw })).text()
    }
    await post(signNativeWebhook(hook?.secret ?? '', raw))
    await expect.poll(handled, { timeout: 60_000 }).toBe(1)
    await post(signNativeWebhook(hook?.secret ?? '', raw))
    await post('0'.repeat(64))
    await expect.poll(handled, { timeout: 60_000 }).toBe(2)
    expect(await Promise.all(counts.map(async (read) => read()))).toEqual([1, 1, 1])
  })
})

describe('a status report', () => {
  it('carries the time at which its webhook arrived', async () => {
    await land()
    const event = test.hiEvents.world.events.at(-1)
    const before = Date.now()
    const report = () =>
      test.api.statuses.find(({ payload }) => payload.id === event?.id && payload.noticed_at !== undefined)
    // A sweep may find a change before its webhook is processed, and reports it without that time.
    const changes = ['LIVE', 'DRAFT'] as const
    let made = 0
    const change = async () => {
      if (report() === undefined) await test.hiEvents.setStatus(event?.id ?? 0, changes[made++ % 2] ?? 'LIVE')
      return report()
    }
    await expect.poll(change, { timeout: 60_000, interval: 1_000 }).toBeDefined()
    const noticedAt = Date.parse(report()?.payload.noticed_at ?? '')
    expect(noticedAt).toBeGreaterThanOrEqual(before)
    expect(noticedAt).toBeLessThanOrEqual(Date.now())
  })
})

describe('what the tables and guards hold', () => {
  it('is read at each scrape', async () => {
    await land()
    const stop = observeState(test.context)
    const { db } = test.database
    await db`
      insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms, next_attempt_at,
        created_at, dead_at)
      select gen_random_uuid(), 1, 1, 'a', 'LIVE', 1, now() + interval '1 day', now() - interval '1 hour', dead_at
      from unnest(array[null, now(), now()]) as dead_at`
    await db`
      insert into deliveries (tuvens_account_id, digest, event_type, hi_event_id, received_at, next_attempt_at)
      select tuvens_account_id, 'x', 'event.updated', 1, now() - interval '1 hour', now() + interval '1 day'
      from accounts limit 1`
    await db`update link_details set due_at = now() - interval '1 second' where tuvens_event_id = (
      select min(tuvens_event_id) from link_details)`
    expect(await collectAll()).toBe(0)
    const messages = (queue: string, state: string) =>
      readMetric('tuvens_outbox_messages', { service: 'tickets', queue, state })
    expect(await messages('outbox', 'dead_letter')).toBe(2)
    expect(await messages('outbox', 'waiting')).toBeGreaterThan(0)
    expect(await messages('inbox', 'waiting')).toBeGreaterThan(0)
    for (const queue of ['outbox', 'inbox'])
      expect(await readMetric('tuvens_outbox_oldest_seconds', { queue })).toBeGreaterThanOrEqual(3_600)
    expect(await readMetric('tuvens_webhook_secret_state', { state: 'ok' })).toBeGreaterThan(0)
    expect(await readMetric('tuvens_upstream_budget_used_ratio')).toBeGreaterThan(0)
    expect(await readMetric('tuvens_upstream_breaker_open')).toBe(0)
    await db`delete from outbox where tuvens_event_id = 1`
    await db`delete from deliveries where digest = 'x'`
    stop()
  })

  it('counts webhooks that fail or are gone, and sweeps that stand still', async () => {
    await land()
    const { db } = test.database
    const stop = observeState(test.context)
    const webhooks = async (state: string) => {
      await collectAll()
      return readMetric('tuvens_webhook_secret_state', { state })
    }
    await db`update accounts set webhook_error = 'no answer'`
    expect(await webhooks('refused')).toBeGreaterThan(0)
    await db`update accounts set webhook_error = null, webhook_id = null`
    expect(await webhooks('missing')).toBeGreaterThan(0)
    await db`update sweeps set swept_at = now() - interval '1 hour', due_at = now() + interval '1 day'`
    await collectAll()
    expect(await readMetric('tuvens_sweep_age_seconds')).toBeGreaterThanOrEqual(3_600)
    await db`update sweeps set error = 'unauthorised'`
    await collectAll()
    expect(await readMetric('tuvens_sweep_age_seconds')).toBe(0)
    await db`update sweeps set error = null`
    stop()
  })

  it('counts sweeps by how they end', async () => {
    const [ok, failed] = [
      await watchMetric('tuvens_sweeps_total', { outcome: 'ok' }),
      await watchMetric('tuvens_sweeps_total', { outcome: 'failed' }),
    ]
    await land()
    await test.database.db`update sweeps set due_at = now()`
    await expect.poll(ok, { timeout: 60_000 }).toBeGreaterThan(0)
    test.hiEvents.faults.push({ match: /./, kind: 'error', value: 500, times: 1_000 })
    await test.database.db`update sweeps set due_at = now(), listed_at = null`
    await expect.poll(failed, { timeout: 60_000 }).toBeGreaterThan(0)
  })
})

describe('the metrics of the ticket picker', () => {
  it('count pages by how they end, and those that were made before', async () => {
    await land()
    const event = test.hiEvents.world.events.at(-1)
    await test.hiEvents.setStatus(event?.id ?? 0, 'LIVE')
    const renders = (outcome: string, cache: string) =>
      watchMetric('tuvens_picker_renders_total', { outcome, cache })
    const [made, kept, missing] = [
      await renders('ok', 'miss'),
      await renders('ok', 'hit'),
      await renders('missing', 'miss'),
    ]
    await (await fetch(`${test.url}/embed/${event?.id}`)).text()
    await (await fetch(`${test.url}/embed/${event?.id}`)).text()
    await (await fetch(`${test.url}/embed/999999999`)).text()
    expect([await made(), await kept(), await missing()]).toEqual([1, 1, 1])
  })
})
