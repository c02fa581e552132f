import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../../test-support/browser.ts'
import { addTicket, createEventFixture, type EventFixture } from '../../../test-support/event-fixture.ts'
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
  offers: readonly ('order' | 'waiting')[]
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

describe.each(PHASES)('a ticket $phase', ({ ticket, after, offers }) => {
  it('is taken exactly where its page offers it', async () => {
    const fixture = await createEventFixture(office)
    const made = await addTicket(fixture, ticket)
    const [priceId = 0] = made.priceIds
    await after?.(fixture)
    const page = await buyer.get(fixture.shop)
    const isOffered = {
      order: page.html.includes(`name="quantity.${priceId}"`),
      waiting: page.html.includes('/waitlist?price='),
    }
    expect(Object.keys(isOffered).filter((each) => isOffered[each as keyof typeof isOffered])).toEqual(offers)

    const ada = { first_name: 'Ada', email: 'ada@example.com' }
    const orderForm = await buyer.post(fixture.shop, { [`quantity.${priceId}`]: '1' })
    const waitingForm = await buyer.post(`${fixture.shop}/waitlist`, { ...ada, price: String(priceId) })
    expect((orderForm.location ?? '').startsWith('/checkout/')).toBe(offers.includes('order'))
    expect(waitingForm.status === 200).toBe(offers.includes('waiting'))
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
