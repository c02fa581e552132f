import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../../../test-support/browser.ts'
import {
  addTicket,
  buyTickets,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'

let office: TestOffice
let show: EventFixture
beforeAll(async () => {
  office = await startOffice()
})
afterAll(() => office.close())
beforeEach(async () => {
  show = await createEventFixture(office, { title: 'Blue Note at Dusk' })
})

type Bought = { id: number; shortId: string; ticket: string; buyer: Browser }

/** An order that was paid at the door, unless its price is 0 or it is left unpaid. */
async function sell({ price = 12.5, isPaid = true } = {}): Promise<Bought> {
  const part = price === 0 ? {} : { type: 'PAID', prices: [{ price }] }
  const buyer = new Browser(office.app)
  await buyTickets(buyer, show, { product: await addTicket(show, part) })
  const [order] = await office.database.db<{ id: number; shortId: string; ticket: string }[]>`
    select o.id, o.short_id as "shortId", a.short_id as ticket
    from orders o join attendees a on a.order_id = o.id where o.event_id = ${show.eventId} order by o.id desc limit 1`
  if (order === undefined) throw new TypeError('no order was made')
  if (price > 0 && isPaid) await show.browser.post(`${show.manage}/orders/${order.id}/paid`, {})
  return { ...order, buyer }
}
const cancelEvent = () => show.organiser.call('PUT', `/events/${show.eventId}/status`, { status: 'ARCHIVED' })
const orders = () => show.browser.get(`${show.manage}/orders`)
const orderPage = ({ id }: Bought) => show.browser.get(`${show.manage}/orders/${id}`)
const summary = ({ buyer, shortId }: Bought) => buyer.get(`/checkout/${show.eventId}/${shortId}/summary`)
const mails = () =>
  office.database.db<{ recipient: string; text: string }[]>`
    select recipient, text from mails where cause like 'order.refunded:%' and account_id = (
      select account_id from events where id = ${show.eventId})`

describe('the orders of a cancelled event', () => {
  it('are marked as paid back one by one, after a question, and the buyer is told', async () => {
    const bought = await sell()
    await cancelEvent()
    expect((await summary(bought)).text).toContain('Your €12.50 are not paid back yet.')
    expect((await orderPage(bought)).text).toContain('Mark as paid back…')
    const question = await show.browser.get(`${show.manage}/orders/${bought.id}/paid-back`)
    expect(question.text).toContain('Have you paid back Ada Okafor? €12.50 in all.')
    const done = await show.browser.submit(`${show.manage}/orders/${bought.id}/paid-back`, {})
    expect(done.text).toContain('Marked as paid back. The buyer is told by e-mail.')
    expect(done.text).toMatch(/Paid back \w+ \d+ \w+ \d{4} · \d\d:\d\d, marked by \w+/)
    expect(await mails()).toEqual([
      { recipient: 'ada@example.com', text: expect.stringContaining('Amount: €12.50') },
    ])
    expect((await summary(bought)).text).toContain('Your €12.50 were paid back.')
    expect((await bought.buyer.get(`/ticket/${bought.ticket}`)).text).toContain('Your €12.50 were paid back.')
  })

  it('are told of once, however often the button is pressed', async () => {
    const bought = await sell()
    await cancelEvent()
    for (let press = 0; press < 2; press++)
      await show.browser.post(`${show.manage}/orders/${bought.id}/paid-back`, {})
    expect(await mails()).toHaveLength(1)
  })

  it('are marked all at once: those that were paid', async () => {
    await sell()
    await sell({ price: 7.5 })
    await sell({ price: 0 })
    await sell({ isPaid: false })
    await cancelEvent()
    expect((await orders()).text).toContain('2 orders to be paid back: €20.00.')
    expect((await show.browser.get(`${show.manage}/orders/paid-back`)).text).toContain(
      'Have you paid back all 2 orders?',
    )
    const done = await show.browser.submit(`${show.manage}/orders/paid-back`, {})
    expect(done.text).toContain('All orders are marked as paid back.')
    expect(done.text).not.toContain('to be paid back')
    expect(await mails()).toHaveLength(2)
  })

  it('say so in the API, as Hi.Events does', async () => {
    const bought = await sell()
    await cancelEvent()
    await show.browser.post(`${show.manage}/orders/${bought.id}/paid-back`, {})
    const { body } = await show.organiser.call('GET', `/events/${show.eventId}/orders/${bought.id}`)
    expect(body).toMatchObject({
      data: { refund_status: 'REFUNDED', total_refunded: 12.5, is_fully_refunded: true },
    })
  })
})

describe('an order', () => {
  it('of an event that takes place is not paid back', async () => {
    const bought = await sell()
    expect((await orderPage(bought)).text).not.toContain('paid back')
    const { status } = await show.browser.post(`${show.manage}/orders/${bought.id}/paid-back`, {})
    expect(status).toBe(409)
    expect((await orders()).text).not.toContain('to be paid back')
    expect(await mails()).toEqual([])
  })

  it('that was cancelled alone can be paid back', async () => {
    const bought = await sell()
    await show.browser.post(`${show.manage}/orders/${bought.id}/cancel`, {})
    expect((await orders()).text).toContain('1 order to be paid back: €12.50.')
    await show.browser.post(`${show.manage}/orders/${bought.id}/paid-back`, {})
    expect((await summary(bought)).text).toContain('Your €12.50 were paid back.')
  })

  it('of another account is not found', async () => {
    const bought = await sell()
    await cancelEvent()
    const { browser } = await createEventFixture(office)
    for (const path of [`${show.manage}/orders/${bought.id}/paid-back`, `${show.manage}/orders/paid-back`])
      expect((await browser.post(path, {})).status).toBe(404)
    expect(await mails()).toEqual([])
  })
})

describe('after an event is cancelled', () => {
  it('order, ticket and calendar file say so', async () => {
    const bought = await sell({ price: 0 })
    const before = await summary(bought)
    expect(before.text).toContain('You’re going')
    await cancelEvent()
    const order = await summary(bought)
    expect(order.text).toContain('Blue Note at Dusk is cancelled It does not take place')
    for (const words of ['You’re going', 'Add to calendar', 'Open ticket'])
      expect(order.text).not.toContain(words)
    expect(order.html).not.toContain(`Code of ticket`)
    const ticket = await bought.buyer.get(`/ticket/${bought.ticket}`)
    expect(ticket.text).toContain(
      'This ticket is no longer valid. The event is cancelled and does not take place.',
    )
    expect(ticket.text).not.toContain('Add to calendar')
    expect(ticket.html).not.toContain('Code of ticket')
    for (const path of [`/ticket/${bought.ticket}`, `/checkout/${show.eventId}/${bought.shortId}`]) {
      const { html } = await bought.buyer.get(`${path}/calendar.ics`)
      expect(html).toContain('STATUS:CANCELLED')
      expect(html).toMatch(/SEQUENCE:[1-9]/)
    }
  })

  it('all is valid again when it takes place after all', async () => {
    const bought = await sell({ price: 0 })
    await cancelEvent()
    await show.organiser.call('PUT', `/events/${show.eventId}/status`, { status: 'LIVE' })
    expect((await summary(bought)).text).toContain('You’re going')
    const { html } = await bought.buyer.get(`/ticket/${bought.ticket}/calendar.ics`)
    expect(html).toContain('STATUS:CONFIRMED')
  })
})
