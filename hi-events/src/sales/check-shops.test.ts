import { signNativeWebhook } from '@tuvens/contract/signatures'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent, Tier } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { claimShopChecks } from './store.ts'

let test: Harness
let next = 8000
let event: FakeEvent
let id: string
beforeAll(async () => {
  test = await startHarness({ withLoops: true, env: { SWEEP_FAST_MS: '600000', SWEEP_STEADY_MS: '600000' } })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
})

const reported = () =>
  test.api.statuses
    .filter((each) => each.payload.tuvens_event_id === id)
    .map(({ payload }) => [payload.status, payload.sales].filter(Boolean).join(' '))
const untilReported = (words: string) =>
  until(() => reported().at(-1) === words, `${words}, not ${reported().join()}`)
const only = (tier: Partial<Tier>) => {
  event.tiers = [{ id: 1, title: 'Ticket', price: 10, left: 50, ...tier }]
}
/** What Hi.Events sends after an order or a change of tickets. */
async function webhook(type: string): Promise<void> {
  const hook = test.hiEvents.world.webhooks.find((each) => each.organizerId === event.organizerId)
  const payload = { id: 1, event_id: event.id }
  const raw = JSON.stringify({ event_type: type, event_sent_at: new Date().toISOString(), payload })
  const signature = signNativeWebhook(hook?.secret ?? '', raw)
  await fetch(hook?.url ?? '', {
    method: 'POST',
    body: raw,
    headers: { 'content-type': 'application/json', signature },
  })
}
const publish = async () => {
  await test.hiEvents.setStatus(event.id, 'LIVE')
  await until(() => reported().some((each) => each.startsWith('LIVE')), 'LIVE')
}
const view = () => fetch(`${test.url}/embed/${event.id}`)

describe('the sales status of a live event', () => {
  it('is not reported while sales are open', async () => {
    await publish()
    await view()
    await webhook('order.created')
    await until(async () => {
      const [row] = await test.database
        .db`select shop_read_at from link_statuses where tuvens_event_id = ${id}`
      return row?.['shop_read_at'] as Date | null
    }, 'a look')
    expect(reported().filter((each) => each !== 'LIVE')).toEqual(['DRAFT'])
  })

  it('is not due to be read while an event is a draft', async () => {
    await webhook('product.created')
    await until(async () => {
      const [row] = await test.database.db`
        select not exists (select 1 from deliveries where processed_at is null) as done`
      return row?.['done']
    }, 'all messages')
    const [check] = await test.database.db`select due_at from shop_checks where tuvens_event_id = ${id}`
    expect(check).toEqual({ due_at: null })
  })

  it('is reported as soon as an event is live', async () => {
    only({ left: 0 })
    await publish()
    await untilReported('LIVE sold_out')
  })

  it('changes after orders and after tickets are added', async () => {
    await publish()
    only({ left: 0 })
    await webhook('order.created')
    await untilReported('LIVE sold_out')
    only({ left: 50 })
    await webhook('product.updated')
    await untilReported('LIVE')
  })

  it('is read again when the first check still returned the old state', async () => {
    await publish()
    await webhook('order.created')
    const looks = test.hiEvents.count(`GET /api/public/events/${event.id}`)
    await until(() => test.hiEvents.count(`GET /api/public/events/${event.id}`) > looks, 'a look')
    only({ left: 0 })
    await untilReported('LIVE sold_out')
  })

  it('changes without a webhook when a sale begins', async () => {
    const begins = new Date(Date.now() + 600_000)
    const sale_start_date = begins.toISOString().slice(0, 19).replace('T', ' ')
    only({ more: { sale_start_date, is_before_sale_start_date: true, is_available: false } })
    await publish()
    await untilReported('LIVE not_yet')
    const start = Date.parse(`${sale_start_date.replace(' ', 'T')}Z`)
    await until(async () => {
      const [check] = await test.database.db`select due_at from shop_checks where tuvens_event_id = ${id}`
      const late = check?.['due_at']?.getTime() - start
      return late >= 0 && late < 120_000
    }, 'a check just after the start')
    only({})
    await test.database.db`update shop_checks set due_at = now() where tuvens_event_id = ${id}`
    await untilReported('LIVE')
  })

  it('is read when a visitor opens the picker', async () => {
    await publish()
    await test.database
      .db`update shop_checks set due_at = now() + interval '1 hour' where tuvens_event_id = ${id}`
    only({ left: 0, more: { waitlist_enabled: true } })
    test.context.shopCache.invalidate(event.id)
    await view()
    await untilReported('LIVE waiting_list')
  })

  it('is not read from a visit with a promo code', async () => {
    only({ left: 0 })
    await publish()
    await untilReported('LIVE sold_out')
    await test.database
      .db`update shop_checks set due_at = now() + interval '1 hour' where tuvens_event_id = ${id}`
    only({ left: 50 })
    const before = test.hiEvents.count(`GET /api/public/events/${event.id}`)
    await fetch(`${test.url}/embed/${event.id}?promo_code=FRIENDS`)
    expect(test.hiEvents.count(`GET /api/public/events/${event.id}`)).toBe(before + 1)
    expect(reported().at(-1)).toBe('LIVE sold_out')
  })

  it('is cleared by a pause and read again after it', async () => {
    only({ left: 0 })
    await publish()
    await untilReported('LIVE sold_out')
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await untilReported('DRAFT')
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await untilReported('LIVE sold_out')
  })

  it('is checked first where something was just bought, however many others are due', async () => {
    const moving = Number(id)
    const sql = test.database.db
    await sql.begin(async (own) => {
      await own`update link_statuses set source_status = 'LIVE'`
      await own`update shop_checks set due_at = now() - interval '1 hour', active_until = null`
      await own`update shop_checks set due_at = now(), active_until = now() + interval '9 seconds'
        where tuvens_event_id = ${moving}`
      expect(await claimShopChecks(own, 1)).toEqual([event.id])
      await own`update shop_checks set active_until = now() where tuvens_event_id = ${moving}`
      await own`update shop_checks set due_at = now() where tuvens_event_id = ${moving}`
      expect(await claimShopChecks(own, 1)).not.toEqual([event.id])
    })
  })

  it('is checked again when the ticket system answers after an outage', async () => {
    await publish()
    test.hiEvents.faults.push({ match: /^GET \/api\/public/, kind: 'error', value: 500, times: 2 })
    only({ left: 0 })
    await webhook('order.created')
    await webhook('order.cancelled')
    await untilReported('LIVE sold_out')
  })
})

describe('the prices of a live event', () => {
  const prices = () =>
    test.api.statuses.findLast((each) => each.payload.tuvens_event_id === id)?.payload.prices
  const untilPrice = (least: string | undefined) =>
    until(() => prices()?.least === least, `${least}, not ${prices()?.least}`)

  it('are reported as soon as it is live, and again when they change', async () => {
    only({ price: 12.5 })
    await publish()
    await untilPrice('12.50')
    expect(prices()).toEqual({ currency: event.currency, least: '12.50', most: '12.50' })
    only({ price: 8 })
    await webhook('product.updated')
    await untilPrice('8.00')
  })

  it('are reported no more when nothing can be bought, or sales are paused', async () => {
    only({ price: 12.5 })
    await publish()
    await untilPrice('12.50')
    only({ price: 12.5, left: 0 })
    await webhook('order.created')
    await untilReported('LIVE sold_out')
    expect(prices()).toBeUndefined()
    only({ price: 12.5 })
    await webhook('order.cancelled')
    await untilPrice('12.50')
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await untilReported('DRAFT')
    expect(prices()).toBeUndefined()
  })
})
