import { signNativeWebhook } from '@tuvens/contract/signatures'
import { watchMetric } from '@tuvens/platform/test-support/metrics'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../test-support/harness.ts'
import { Visitor } from '../test-support/visitor.ts'

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
