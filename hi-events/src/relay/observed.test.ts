import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
let next = 6000
let event: FakeEvent
let id: string
let organiser: Visitor
beforeAll(async () => {
  // Sweeps and webhooks never come: what these tests see was seen in the pass-through.
  test = await startHarness({
    withLoops: true,
    env: { SWEEP_FAST_MS: '600000', SWEEP_STEADY_MS: '600000', SWEEP_SLOW_MS: '600000' },
  })
  test.hiEvents.isSilent = true
})
afterAll(() => test.stop())
beforeEach(async () => {
  id = String(next++)
  organiser = new Visitor(test)
  await organiser.land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [{ id: 1, title: 'Ticket', price: 0, left: 2 }]
})

const reported = () =>
  test.api.statuses
    .filter((each) => each.payload.tuvens_event_id === id)
    .map(({ payload }) => [payload.status, payload.sales].filter(Boolean).join(' '))
const untilReported = (words: string) =>
  until(() => reported().at(-1) === words, `${words}, not ${reported().join()}`)
const publish = () => organiser.call('PUT', `/events/${event.id}/status`, { status: 'LIVE' })

describe('with a ticket system whose webhooks do not come', () => {
  it('a status that the organiser sets through our pages is reported', async () => {
    expect((await publish()).status).toBe(200)
    await untilReported('LIVE')
    await organiser.call('PUT', `/events/${event.id}/status`, { status: 'DRAFT' })
    await untilReported('DRAFT')
  })

  it('an order placed in the picker that takes the last places is reported', async () => {
    await publish()
    await untilReported('LIVE')
    const order = await new Visitor(test).post(`/embed/${event.id}/order`, { 'quantity.1.10': '2' })
    expect(order.status).toBe(303)
    await untilReported('LIVE sold_out')
  })

  it('an order placed in the shop of the ticket system that takes the last places is reported', async () => {
    await publish()
    await untilReported('LIVE')
    const order = { products: [{ product_id: 1, quantities: [{ price_id: 10, quantity: 2 }] }] }
    const answer = await new Visitor(test).call('POST', `/public/events/${event.id}/order`, order)
    expect(answer.status).toBe(201)
    await untilReported('LIVE sold_out')
  })
})
