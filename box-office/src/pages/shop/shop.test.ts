import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import { reserve } from '../../../test-support/organiser.ts'
import { Browser } from '../../../test-support/browser.ts'
import {
  chooseTickets,
  addTicket,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'

describe('the page tickets are chosen on', () => {
  let office: TestOffice
  let fixture: EventFixture
  let buyer: Browser
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office, {
      title: 'Blue Note at Dusk',
      description: '<p dir="auto">Jazz by the <b>river</b></p>',
    })
    buyer = new Browser(office.app)
  })
  afterAll(() => office.close())

  const q = ({ priceIds }: { priceIds: number[] }, at = 0) => `quantity.${priceIds[at]}`

  it('shows what, when and who, with any words behind the number', async () => {
    await addTicket(fixture)
    for (const path of [fixture.shop, `${fixture.shop}/blue-note-at-dusk`, `${fixture.shop}/anything`]) {
      const page = await buyer.get(path)
      expect(page.status).toBe(200)
      expect(page.html).toContain('<p dir="auto">Jazz by the <b>river</b></p>')
      expect(page.text).toContain('Sold by Blue Note Collective.')
    }
  })

  it('shows the reason for each ticket that cannot be bought', async () => {
    const show = await createEventFixture(office, { timezone: 'Europe/Amsterdam' })
    await addTicket(show, { title: 'Gone', quantity: 0, waitlist_enabled: true })
    await addTicket(show, { title: 'Soon', sale_start_date: '2031-01-05T10:00:00' })
    await addTicket(show, { title: 'Late', sale_end_date: '2020-01-05T10:00:00' })
    await addTicket(show, { title: 'Secret', is_hidden: true })
    const { text, html } = await buyer.get(show.shop)
    expect(text).toContain('Gone Free Sold out Join the waiting list')
    expect(text).toContain('Soon Free On sale from Sun 5 Jan 2031 · 10:00')
    expect(text).toContain('Late Free Sales over')
    expect(text).not.toContain('Secret')
    expect(html).not.toContain('>Continue</button>')
  })

  it('keeps what was chosen when it sold out meanwhile, and shows this beside it', async () => {
    const show = await createEventFixture(office)
    const [few, many] = [
      await addTicket(show, { title: 'Few', quantity: 2 }),
      await addTicket(show, { title: 'Many' }),
    ]
    await reserve(show.organiser.call, few, 2)
    const page = await chooseTickets(buyer, show, { [q(few)]: '1', [q(many)]: '3' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('Few sold out a moment ago')
    expect(page.html).toMatch(new RegExp(`name="${q(many)}" value="3"`))
  })

  it('shows how many are left when more were chosen', async () => {
    const show = await createEventFixture(office)
    const few = await addTicket(show, { title: 'Few', quantity: 2 })
    const page = await chooseTickets(buyer, show, { [q(few)]: '3' })
    expect(page.text).toContain('Only 2 of Few can be had now')
    expect(page.html).toContain(`<a href="#f-quantity-${few.priceIds[0]}">`)
    expect(page.html).toMatch(new RegExp(`name="${q(few)}" value="3"[^>]*aria-invalid="true"`))
  })

  it("needs at least one ticket, and at least the organiser's minimum", async () => {
    const show = await createEventFixture(office)
    const pair = await addTicket(show, { title: 'Pair', min_per_order: 2 })
    expect((await chooseTickets(buyer, show, {})).text).toContain('Choose how many tickets you want')
    expect((await chooseTickets(buyer, show, { [q(pair)]: '1' })).text).toContain(
      'Pair comes in orders of 2 or more',
    )
  })

  it.each(['-1', '1.5', 'two', '1e3', '99999999999'])('refuses the number %j', async (quantity) => {
    const show = await createEventFixture(office)
    const product = await addTicket(show)
    const page = await chooseTickets(buyer, show, { [q(product)]: quantity })
    expect(page.status).toBe(422)
    expect(page.text).toContain('The number of tickets must be a whole number')
  })

  it('takes the price from the shop, never from the form', async () => {
    const show = await createEventFixture(office)
    const product = await addTicket(show, { type: 'PAID', prices: [{ price: 25 }] })
    const page = await chooseTickets(buyer, show, {
      [q(product)]: '1',
      [`amount.${product.priceIds[0]}`]: '0.01',
      price: '0',
    })
    expect(page.text).toContain('Total €25.00')
  })

  it('lets people give what they like, but not less than the least', async () => {
    const show = await createEventFixture(office)
    const product = await addTicket(show, { title: 'Give', type: 'DONATION', prices: [{ price: 5 }] })
    const amount = `amount.${product.priceIds[0]}`
    const low = await chooseTickets(buyer, show, { [q(product)]: '1', [amount]: '2' })
    expect(low.text).toContain('The least for Give is 5')
    expect(low.html).toContain('value="2"')
    const enough = await chooseTickets(buyer, show, { [q(product)]: '2', [amount]: '7,50' })
    expect(enough.text).toContain('Total €15.00')
  })

  it('shows the price with a code, and the tickets only a code opens', async () => {
    const show = await createEventFixture(office)
    const paid = await addTicket(show, { title: 'Seat', type: 'PAID', prices: [{ price: 20 }] })
    await addTicket(show, { title: 'Guest list', is_hidden_without_promo_code: true })
    const code = { code: 'crate10', discount_type: 'PERCENTAGE', discount: 10 }
    await show.organiser.call('POST', `/events/${show.eventId}/promo-codes`, code)
    expect((await buyer.get(show.shop)).text).not.toContain('Guest list')
    const page = await buyer.get(`${show.shop}?promo_code=CRATE10`)
    expect(page.text).toContain('Before: €20.00 €18.00')
    const applied = await buyer.post(show.shop, {
      promo_code: 'crate10',
      action: 'apply-code',
      [q(paid)]: '2',
    })
    expect(applied.status).toBe(200)
    expect(applied.text).toContain('The code counts.')
    expect(applied.html).toContain(`name="${q(paid)}" value="2"`)
    const order = await chooseTickets(buyer, show, { promo_code: 'crate10', [q(paid)]: '2' })
    expect(order.text).toContain('Total €36.00')
    expect(order.text).toContain('With code crate10')
  })

  it('refuses a code that does not count, and keeps the choice', async () => {
    const show = await createEventFixture(office)
    const product = await addTicket(show)
    for (const fields of [{ action: 'apply-code' }, {}]) {
      const page = await buyer.post(show.shop, { promo_code: 'nope', [q(product)]: '2', ...fields })
      expect(page.status).toBe(422)
      expect(page.text).toContain('This code does not count here.')
      expect(page.html).toContain(`name="${q(product)}" value="2"`)
    }
    expect((await buyer.get(`${show.shop}?promo_code=nope`)).status).toBe(422)
  })

  it('shows a draft to its account alone, and no details to others', async () => {
    const draft = await createEventFixture(office, { title: 'Top secret', status: 'DRAFT' })
    const product = await addTicket(draft)
    const stranger = await buyer.get(draft.shop)
    expect(stranger.status).toBe(404)
    expect(stranger.text).toContain('Tickets are coming soon')
    expect(stranger.text).not.toContain('Top secret')
    expect((await buyer.post(draft.shop, { [q(product)]: '1' })).status).toBe(404)
    const maker = await draft.browser.get(draft.shop)
    expect(maker.text).toContain('Only you see this page')
    const bought = await draft.browser.post(draft.shop, { [q(product)]: '1' })
    expect(bought.status).toBe(422)
    expect(bought.text).toContain('The event is not published')
  })

  it('shows that an event is cancelled, over, or does not exist', async () => {
    const cancelled = await createEventFixture(office, { status: 'ARCHIVED' })
    expect((await buyer.get(cancelled.shop)).text).toContain('This event is cancelled')
    const over = await createEventFixture(office, {
      start_date: '2020-01-01T20:00:00Z',
      end_date: '2020-01-01T23:00:00Z',
    })
    await addTicket(over)
    expect((await buyer.get(over.shop)).text).toContain('This event is over.')
    for (const path of ['/event/999999', '/event/0', '/event/x', '/event/99999999999999999999'])
      expect((await buyer.get(path)).status, path).toBe(404)
  })

  it('shows that sales begin later while there are no tickets', async () => {
    const empty = await createEventFixture(office)
    expect((await buyer.get(empty.shop)).text).toContain('Ticket sales begin soon.')
  })
})

describe('the waiting list', () => {
  let office: TestOffice
  let fixture: EventFixture
  let price: string
  const buyer = () => new Browser(office.app)
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office)
    price = String(
      (await addTicket(fixture, { title: 'Gone', quantity: 0, waitlist_enabled: true })).priceIds[0],
    )
  })
  afterAll(() => office.close())

  const join = (fields: Record<string, string>) =>
    buyer().post(`${fixture.shop}/waitlist`, {
      price,
      first_name: 'Ada',
      email: 'ada@example.com',
      ...fields,
    })

  it('accepts an e-mail once, and shows the place in the line', async () => {
    expect((await buyer().get(`${fixture.shop}/waitlist?price=${price}`)).text).toContain('Gone is sold out.')
    expect((await join({})).text).toContain('Number 1 for Gone')
    expect((await join({ email: 'bo@example.com' })).text).toContain('Number 2 for Gone')
    const again = await join({ email: 'ADA@example.com' })
    expect([again.status, again.text.includes('This address is on the list already')]).toEqual([422, true])
  })

  it('names the missing fields', async () => {
    const page = await join({ first_name: '', email: 'ada' })
    expect(page.text).toContain('Write your first name')
    expect(page.text).toContain('Write the e-mail address in full')
  })

  it('is not there for a ticket without one, or one that can be bought', async () => {
    const plain = await addTicket(fixture, { title: 'Plain', quantity: 0 })
    const there = await addTicket(fixture, { title: 'There', waitlist_enabled: true })
    expect((await join({ price: String(plain.priceIds[0]) })).status).toBe(404)
    expect((await buyer().get(`${fixture.shop}/waitlist?price=x`)).status).toBe(404)
    const free = await join({ price: String(there.priceIds[0]) })
    expect(free.text).toContain('It is available again')
  })

  it('is shown to the organiser', async () => {
    await join({ first_name: 'Esra', email: 'esra@example.com' })
    const { text } = await fixture.browser.get(`${fixture.manage}/waiting-list`)
    expect(text).toContain('Esra esra@example.com Gone')
  })
})
