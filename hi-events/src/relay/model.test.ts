import { signNativeWebhook } from '@tuvens/contract/signatures'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { sourceStatusOf } from './source-status.ts'

let test: Harness
let next = 7000
beforeAll(async () => {
  test = await startHarness({
    withLoops: true,
    env: { SWEEP_FAST_MS: '250', SWEEP_STEADY_MS: '250', SWEEP_SLOW_MS: '250' },
  })
})
afterAll(() => test.stop())

/** What an organiser does, and what becomes of the webhook. */
type Step = {
  click: 'LIVE' | 'DRAFT' | 'ARCHIVED'
  webhook: 'sent' | 'dropped' | 'repeated' | 'late'
  /** Milliseconds between the webhook and the moment the change can be read. */
  commit: number
  fault: 'none' | 'api cut' | 'api answer lost' | 'api 503' | 'source cut' | 'source 500' | 'source html'
}

const step: fc.Arbitrary<Step> = fc.record({
  click: fc.constantFrom('LIVE', 'DRAFT', 'ARCHIVED'),
  webhook: fc.constantFrom('sent', 'sent', 'dropped', 'repeated', 'late'),
  commit: fc.constantFrom(0, 0, 30, 120),
  fault: fc.constantFrom(
    'none',
    'none',
    'none',
    'api cut',
    'api answer lost',
    'api 503',
    'source cut',
    'source 500',
    'source html',
  ),
})

function misbehave(fault: Step['fault']): void {
  const [api, source] = [/event-status-changed$/, /^GET \/api\/events/]
  switch (fault) {
    case 'none':
      return
    case 'api cut':
      return void test.api.faults.push({ match: api, kind: 'cut' })
    case 'api answer lost':
      return void test.api.faults.push({ match: api, kind: 'lost' })
    case 'api 503':
      return void test.api.faults.push({ match: api, kind: 'error', value: 503 })
    case 'source cut':
      return void test.hiEvents.faults.push({ match: source, kind: 'cut', times: 2 })
    case 'source 500':
      return void test.hiEvents.faults.push({ match: source, kind: 'error', value: 500 })
    case 'source html':
      return void test.hiEvents.faults.push({ match: source, kind: 'html' })
  }
}

async function send(raw: string, organizerId: number): Promise<void> {
  const hook = test.hiEvents.world.webhooks.find((each) => each.organizerId === organizerId)
  const headers = {
    'content-type': 'application/json',
    signature: signNativeWebhook(hook?.secret ?? '', raw),
  }
  await fetch(hook?.url ?? '', { method: 'POST', headers, body: raw })
}

async function play(event: FakeEvent, steps: Step[]): Promise<void> {
  const late: string[] = []
  for (const { click, webhook, commit, fault } of steps) {
    misbehave(fault)
    const payload = { id: event.id, status: click, lifecycle_status: 'UPCOMING' }
    const raw = JSON.stringify({
      event_type: 'event.updated',
      event_sent_at: new Date().toISOString(),
      payload,
    })
    if (webhook === 'sent' || webhook === 'repeated') await send(raw, event.organizerId)
    if (webhook === 'late') late.push(raw)
    await new Promise((resolve) => setTimeout(resolve, commit))
    event.status = click
    if (webhook === 'repeated') await Promise.all([1, 2].map(() => send(raw, event.organizerId)))
  }
  for (const raw of late.reverse()) await send(raw, event.organizerId)
}

/** What the API shows: it orders by the number, whatever the arrival. */
function shown(id: string): string | undefined {
  const own = test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
  return own.sort((a, b) => Date.parse(a.event_sent_at) - Date.parse(b.event_sent_at)).at(-1)?.payload.status
}

describe('whatever organisers do and whatever goes wrong', () => {
  it('the status the API shows is the source’s once things are quiet', { timeout: 110_000 }, async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const id = String(next++)
      await new Visitor(test).land({ session_token: test.api.mint({ event: eventOf(id) }) })
      const event = test.hiEvents.world.events.at(-1) as FakeEvent
      await play(event, steps)
      const source = () => sourceStatusOf({ status: event.status, lifecycle_status: 'UPCOMING' })
      await until(() => shown(id) === source(), `${source()}, not ${shown(id)}`, 20_000)
      test.api.faults.length = 0
      test.hiEvents.faults.length = 0
    })
    const { failed, counterexample, seed, errorInstance } = await fc.check(property, {
      numRuns: Number(process.env['MODEL_RUNS'] ?? 15),
      interruptAfterTimeLimit: 90_000,
      endOnFailure: true,
    })
    expect(failed, `seed ${seed}: ${JSON.stringify(counterexample)} ${String(errorInstance)}`).toBe(false)
  })

  it('numbers never repeat and never go back for a link, over all of that', () => {
    const byLink = new Map<string, Map<number, string>>()
    for (const { event_sent_at, payload } of test.api.statuses) {
      const seen = byLink.get(payload.tuvens_event_id) ?? new Map<number, string>()
      byLink.set(payload.tuvens_event_id, seen)
      const at = Date.parse(event_sent_at)
      expect(seen.get(at) ?? payload.status).toBe(payload.status)
      seen.set(at, payload.status)
    }
    expect(byLink.size).toBeGreaterThan(5)
  })
})
