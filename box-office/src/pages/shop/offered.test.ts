import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../../test-support/browser.ts'
import {
  actionOf,
  ADA,
  addTicket,
  buyTickets,
  chooseTickets,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'

/** What the shop's page does not offer, its server does not take: every phase, and every form of the shop. */

let office: TestOffice
let buyer: Browser
beforeAll(async () => {
  office = await startOffice()
  buyer = new Browser(office.app)
})
afterAll(() => office.close())

type Ticket = Parameters<typeof addTicket>[1]
type Phase = {
  phase: string
  ticket: Ticket
  /** What happens after the ticket was made. */
  after?: (fixture: EventFixture) => Promise<unknown>
  /** `page`: its page has a field for it, and takes another number than `quantity`. */
  offers: readonly ('page' | 'order' | 'waiting')[]
  quantity?: string
}

const setStatus = (status: string) => (fixture: EventFixture) =>
  fixture.organiser.call('PUT', `/events/${fixture.eventId}/status`, { status })
const end = ({ eventId }: EventFixture) => office.database.db`
  update events set start_date = now() - interval '3 hours', end_date = now() - interval '1 hour' where id = ${eventId}`
const WAITING = { quantity: 0, waitlist_enabled: true }

const PHASES: Phase[] = [
  { phase: 'on sale', ticket: {}, offers: ['order'] },
  { phase: 'sold out', ticket: { quantity: 0 }, offers: [] },
  { phase: 'sold out with a waiting list', ticket: WAITING, offers: ['waiting'] },
  { phase: 'not yet on sale', ticket: { sale_start_date: '2031-01-05T10:00:00' }, offers: [] },
  { phase: 'past its sale', ticket: { sale_end_date: '2020-01-05T10:00:00' }, offers: [] },
  { phase: 'hidden', ticket: { is_hidden: true }, offers: [] },
  { phase: 'for a code only', ticket: { is_hidden_without_promo_code: true }, offers: [] },
  { phase: 'with its only price hidden', ticket: { prices: [{ price: 0, is_hidden: true }] }, offers: [] },
  {
    phase: 'with its price not yet on sale',
    ticket: { prices: [{ price: 0, sale_start_date: '2031-01-05T10:00:00' }] },
    offers: [],
  },
  {
    phase: 'with its price past its sale',
    ticket: { prices: [{ price: 0, sale_end_date: '2020-01-05T10:00:00' }] },
    offers: [],
  },
  { phase: 'in orders of two or more', ticket: { min_per_order: 2 }, quantity: '1', offers: ['page'] },
  { phase: 'in orders of two at most', ticket: { max_per_order: 2 }, quantity: '3', offers: ['page'] },
  { phase: 'with two left', ticket: { quantity: 2 }, quantity: '3', offers: ['page'] },
  { phase: 'hidden, with a waiting list', ticket: { ...WAITING, is_hidden: true }, offers: [] },
  {
    phase: 'for a code only, with a waiting list',
    ticket: { ...WAITING, is_hidden_without_promo_code: true },
    offers: [],
  },
  { phase: 'of an event that is over', ticket: {}, after: end, offers: [] },
  { phase: 'of an event that is over, with a waiting list', ticket: WAITING, after: end, offers: [] },
  { phase: 'of an event taken back to a draft', ticket: {}, after: setStatus('DRAFT'), offers: [] },
  {
    phase: 'of an archived event, with a waiting list',
    ticket: WAITING,
    after: setStatus('ARCHIVED'),
    offers: [],
  },
]

describe.each(PHASES)('a ticket $phase', ({ ticket, after, offers, quantity = '1' }) => {
  it('is taken exactly where its page offers it', async () => {
    const fixture = await createEventFixture(office)
    const made = await addTicket(fixture, ticket)
    const [priceId = 0] = made.priceIds
    await after?.(fixture)
    const page = await buyer.get(fixture.shop)
    const has = (offer: Phase['offers'][number]) => offers.includes(offer)
    expect(page.html.includes(`name="quantity.${priceId}"`)).toBe(has('order') || has('page'))
    expect(page.html.includes('/waitlist?price=')).toBe(has('waiting'))

    const ada = { first_name: 'Ada', email: 'ada@example.com' }
    const orderForm = await buyer.post(fixture.shop, { [`quantity.${priceId}`]: quantity })
    const waitingForm = await buyer.post(`${fixture.shop}/waitlist`, { ...ada, price: String(priceId) })
    expect((orderForm.location ?? '').startsWith('/checkout/')).toBe(has('order'))
    expect(waitingForm.status === 200).toBe(has('waiting'))
  })
})

it('an event that is over says so in the words of its page', async () => {
  const fixture = await createEventFixture(office)
  const made = await addTicket(fixture, WAITING)
  await end(fixture)
  const sentence = 'This event is over.'
  expect((await buyer.get(fixture.shop)).text).toContain(sentence)
  expect((await buyer.post(fixture.shop, { [`quantity.${made.priceIds[0]}`]: '1' })).text).toContain(sentence)
})

describe('a ticket for a code', () => {
  const CODES: [
    string,
    { isOther?: boolean; isUsed?: boolean } & Record<string, unknown>,
    string,
    boolean,
  ][] = [
    ['its own code', {}, 'SECRET', true],
    ['no code', {}, '', false],
    ['another word', {}, 'OTHER', false],
    ['a code that has expired', { expiry_date: '2020-01-05T10:00:00' }, 'SECRET', false],
    ['a code for another ticket', { isOther: true }, 'SECRET', false],
    ['a code that was used up', { max_allowed_usages: 1, isUsed: true }, 'SECRET', false],
  ]

  it.each(CODES)(
    'with %s is taken exactly where its page offers it',
    async (_with, { isOther = false, isUsed = false, ...code }, typed, isOffered) => {
      const fixture = await createEventFixture(office)
      const secret = await addTicket(fixture, { is_hidden_without_promo_code: true })
      const other = await addTicket(fixture)
      const applicable_product_ids = [isOther ? other.productId : secret.productId]
      const wanted = { code: 'SECRET', discount_type: 'NONE', applicable_product_ids, ...code }
      await fixture.organiser.call('POST', `/events/${fixture.eventId}/promo-codes`, wanted)
      const chosen = { [`quantity.${secret.priceIds[0]}`]: '1', promo_code: typed }
      if (isUsed) await buyTickets(new Browser(office.app), fixture, { product: secret, chosen })
      const page = await buyer.get(`${fixture.shop}?promo_code=${typed}`)
      expect(page.html.includes(`name="quantity.${secret.priceIds[0]}"`)).toBe(isOffered)
      const answer = await buyer.post(fixture.shop, chosen)
      expect((answer.location ?? '').startsWith('/checkout/')).toBe(isOffered)
    },
  )
})

const HELD: { state: string; after?: (fixture: EventFixture) => Promise<unknown>; isOffered: boolean }[] = [
  { state: 'held', isOffered: true },
  { state: 'held for an event whose sales were paused', after: setStatus('DRAFT'), isOffered: true },
  { state: 'held for an event that was cancelled', after: setStatus('ARCHIVED'), isOffered: false },
  { state: 'held for an event that is over', after: end, isOffered: false },
  { state: 'given back', after: () => setOrders("status = 'ABANDONED'"), isOffered: false },
  {
    state: 'held too long',
    after: () => setOrders("reserved_until = now() - interval '1 s'"),
    isOffered: false,
  },
  { state: 'completed', after: () => setOrders("status = 'COMPLETED'"), isOffered: false },
  { state: 'cancelled', after: () => setOrders("status = 'CANCELLED'"), isOffered: false },
]
const setOrders = (change: string) =>
  office.database.db.unsafe(`update orders set ${change} where id = (select max(id) from orders)`)

describe.each(HELD)('an order $state', ({ after, isOffered }) => {
  it.each(['details', 'abandon'])('takes its form %s exactly where its page has it', async (form) => {
    const fixture = await createEventFixture(office)
    const product = await addTicket(fixture)
    const details = await chooseTickets(buyer, fixture, { [`quantity.${product.priceIds[0]}`]: '1' })
    const at = actionOf(details, '/details')
    await after?.(fixture)
    const page = await buyer.open(at)
    expect(actionOf(page, `/${form}`) !== '').toBe(isOffered)
    const statusOf = () =>
      office.database.db`select status, reserved_until from orders order by id desc limit 1`
    const before = await statusOf()
    const answer = await buyer.post(at.replace(/details$/, form), { ...ADA, 'ticket.0.same': 'on' })
    expect((await statusOf())[0]?.['status']).toBe(
      isOffered ? { details: 'COMPLETED', abandon: 'ABANDONED' }[form] : before[0]?.['status'],
    )
    if (!isOffered) expect((await buyer.open(answer.location || at)).text).toBe(page.text)
  })
})

it('a held order takes names for its own tickets only', async () => {
  const fixture = await createEventFixture(office)
  const product = await addTicket(fixture)
  const other = await addTicket(fixture, { title: 'VIP', type: 'PAID', prices: [{ price: 90 }] })
  const details = await chooseTickets(buyer, fixture, { [`quantity.${product.priceIds[0]}`]: '1' })
  const holder = (index: number) => ({
    [`ticket.${index}.first_name`]: 'Bo',
    [`ticket.${index}.last_name`]: 'Lind',
    [`ticket.${index}.email`]: 'bo@example.com',
    [`ticket.${index}.product_id`]: String(other.productId),
    [`ticket.${index}.product_price_id`]: String(other.priceIds[0]),
  })
  await buyer.submit(actionOf(details, '/details'), { ...ADA, ...holder(0), ...holder(1) })
  const made = await office.database.db`select product_id from attendees where event_id = ${fixture.eventId}`
  expect(made.map((each) => each['product_id'])).toEqual([product.productId])
})
