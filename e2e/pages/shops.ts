import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinkedEvent, type LinkedTestEvent, waitForStatus } from '../harness/people.ts'
import { ROOT, type System } from '../harness/system.ts'
import { callJson } from '../../scripts/seed/json.ts'

/** Events with special tickets. */
export type ShopFixtures = {
  /** A copy of the recorded shop of a real Hi.Events, with every kind of ticket. */
  recorded: ShopFixture
  /** Prices in yen, taxes and fees on top, limits, and long texts. */
  yen: ShopFixture
  empty: ShopFixture
}
export type ShopFixture = { eventId: string; hiId: number }

/** The fields of the recorded requests that are replaced. */
type Body = { product_category_id?: number; tax_and_fee_ids?: number[] }
type Recording = { request: { path: string; body: Body } }

const FOLDER = join(ROOT, 'e2e', 'fixtures', 'hi-events', 'shop')
const RECORDED_AT = Date.parse('2026-11-23T09:05:36Z')
const FIRST_CATEGORY = 7
const BUILDING = /^\d+-(product|promo)-/

export async function openShops(system: System): Promise<ShopFixtures> {
  const [recorded, yen, empty] = await Promise.all([
    createLinkedEvent(system, { title: 'Every kind of ticket' }),
    createLinkedEvent(system, { title: 'Tokyo session', currency: 'JPY', timezone: 'Asia/Tokyo' }),
    createLinkedEvent(system, { title: 'No tickets yet' }),
  ])
  await buildRecorded(recorded)
  await buildYen(yen)
  const shops = { recorded: await publish(recorded), yen: await publish(yen), empty: await publish(empty) }
  await takeLast(system, recorded)
  return shops
}

async function publish(linked: LinkedTestEvent): Promise<ShopFixture> {
  await linked.tickets.setStatus(linked.hiEventId, 'LIVE')
  await waitForStatus(linked, 'active')
  return { eventId: linked.event.id, hiId: linked.hiEventId }
}

/** Repeats the recorded requests with new ids and dates. */
async function buildRecorded({ tickets, hiEventId }: LinkedTestEvent): Promise<void> {
  const [first] = await tickets.call<{ id: number }[]>(`/events/${hiEventId}/product-categories`)
  const second = await tickets.call<{ id: number }>(
    `/events/${hiEventId}/product-categories`,
    'POST',
    read('01-category-create.json').request.body,
  )
  const tax = await makeTax(tickets, read('02-tax-create.json').request.body)
  for (const file of readdirSync(FOLDER).filter((each) => BUILDING.test(each))) {
    const { path, body } = read(file).request
    const category = body.product_category_id === FIRST_CATEGORY ? first : second
    await tickets.call(path.replace(/^\/events\/\d+/, `/events/${hiEventId}`), 'POST', {
      ...body,
      ...(body.product_category_id !== undefined && { product_category_id: category?.id }),
      ...(body.tax_and_fee_ids !== undefined && { tax_and_fee_ids: [tax] }),
    })
  }
}

/** Reads a recording and moves its dates, so that they keep their distance from now. */
function read(file: string): Recording {
  const shift = Date.now() - RECORDED_AT
  const recording: Recording = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'), (_key, value: unknown) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
      ? new Date(Date.parse(value) + shift).toISOString()
      : value,
  )
  return recording
}

async function makeTax(tickets: LinkedTestEvent['tickets'], body: object): Promise<number> {
  const { account_id } = await tickets.call<{ account_id: number }>('/users/me')
  const { id } = await tickets.call<{ id: number }>(`/accounts/${account_id}/taxes-and-fees`, 'POST', body)
  return id
}

/** Orders the one ticket with a waiting list, as in the recording. */
async function takeLast({ direct }: System, { tickets, hiEventId }: LinkedTestEvent): Promise<void> {
  const waited = (await tickets.products(hiEventId)).find((each) => each.title === 'Waitlist when sold out')
  const price_id = waited?.prices[0]?.id
  const base = `${direct.tickets}/api/public/events/${hiEventId}`
  const products = [{ product_id: waited?.id, quantities: [{ price_id, quantity: 1 }] }]
  await callJson(`${base}/order`, { method: 'POST', body: { products } })
}

async function buildYen({ tickets, hiEventId }: LinkedTestEvent): Promise<void> {
  const shared = { is_active: true, is_default: false }
  const tax = { ...shared, name: 'Consumption tax', calculation_type: 'PERCENTAGE', type: 'TAX', rate: 10 }
  const fee = { ...shared, name: 'Booking fee', calculation_type: 'FIXED', type: 'FEE', rate: 220 }
  const tax_and_fee_ids = [
    await makeTax(tickets, { ...tax, description: 'Ten per cent' }),
    await makeTax(tickets, { ...fee, description: 'For each ticket' }),
  ]
  await tickets.call(`/events/${hiEventId}/settings`, 'PATCH', { price_display_mode: 'EXCLUSIVE' })
  await tickets.addProduct(hiEventId, {
    title: 'A table by the window for friends who like to see the band from close by',
    type: 'PAID',
    prices: [{ price: 8800, initial_quantity_available: 12 }],
    description:
      '<p>Sake on arrival, then <strong>three courses</strong>; see the <a href="https://example.org/menu">menu</a>.</p><ul><li>Doors 18:30, first set 20:00</li><li>Tell us what you do not eat</li></ul>',
    tax_and_fee_ids,
    min_per_order: 2,
    max_per_order: 6,
    show_quantity_remaining: true,
  })
  await tickets.addProduct(hiEventId, {
    title: 'Keep the club alive',
    type: 'DONATION',
    prices: [{ price: 500 }],
  })
}
