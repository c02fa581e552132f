import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../../../test-support/browser.ts'
import {
  addTicket,
  buyTickets,
  createEventFixture,
  type EventFixture,
} from '../../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../../test-support/office.ts'

describe('tickets in the pages of an event', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office, {
      start_date: '2030-05-01T20:00:00',
      timezone: 'Europe/Amsterdam',
    })
  })
  afterAll(() => office.close())

  const add = (fields: Record<string, string>) =>
    fixture.browser.post(`${fixture.manage}/tickets/new`, fields)
  const newest = async () => {
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}`)
    const products: { id: number }[] = body.data.product_categories[0].products
    return products.toSorted((a, b) => b.id - a.id)[0] as Record<string, unknown> & {
      id: number
      prices: unknown[]
    }
  }

  it('start with an empty page that leads to the first one', async () => {
    const empty = await createEventFixture(office)
    expect((await empty.browser.get(`${empty.manage}/tickets`)).text).toContain('No tickets yet')
  })

  it('add a free one with nothing but a name', async () => {
    const done = await add({ type: 'FREE', title: 'General admission', max_per_order: '10' })
    expect(done.location).toBe(`${fixture.manage}/tickets?done=ticket-added`)
    expect(await newest()).toMatchObject({
      title: 'General admission',
      type: 'FREE',
      price: 0,
      max_per_order: 10,
    })
  })

  it('add a paid one with everything it can have', async () => {
    await add({
      type: 'PAID',
      title: 'Supporter',
      price: '12,50',
      quantity: '1 200',
      description: 'With a **drink**.',
      min_per_order: '2',
      max_per_order: '6',
      sale_start: '2030-04-01T10:00',
      sale_end: '2030-04-30T22:00',
      highlight_message: 'Best value',
      show_quantity_remaining: 'on',
      waitlist_enabled: 'on',
      is_hidden_without_promo_code: 'on',
    })
    expect(await newest()).toMatchObject({
      price: 12.5,
      initial_quantity_available: 1200,
      description: '<p>With a <strong>drink</strong>.</p>',
      min_per_order: 2,
      max_per_order: 6,
      sale_start_date: '2030-04-01 08:00:00',
      sale_end_date: '2030-04-30 20:00:00',
      is_highlighted: true,
      highlight_message: 'Best value',
      show_quantity_remaining: true,
      waitlist_enabled: true,
      is_hidden_without_promo_code: true,
      is_hidden: false,
    })
    const { text } = await fixture.browser.get(`${fixture.manage}/tickets`)
    for (const words of ['€12.50', 'Needs a promo code', 'Waiting list', 'Best value', '0 sold of 1,200'])
      expect(text).toContain(words)
  })

  it('add one with several prices, and one more line without a script', async () => {
    const typed = {
      type: 'TIERED',
      title: 'Session',
      'tiers.0.label': 'Early',
      'tiers.0.price': '10',
      'tiers.1.label': '',
    }
    const more = await add({ ...typed, action: 'add-price' })
    expect(more.status).toBe(200)
    expect(more.html).toContain('name="tiers.2.label"')
    expect(more.html).toContain('value="Early"')
    await add({ ...typed, 'tiers.2.label': 'Late', 'tiers.2.price': '15.50', 'tiers.2.quantity': '30' })
    expect((await newest()).prices).toMatchObject([
      { label: 'Early', price: 10 },
      { label: 'Late', price: 15.5, initial_quantity_available: 30 },
    ])
    expect((await fixture.browser.get(`${fixture.manage}/tickets`)).text).toContain('€10.00 to €15.50')
  })

  it('add a donation, also one that may be nothing', async () => {
    await add({ type: 'DONATION', title: 'Give', price: '' })
    expect(await newest()).toMatchObject({ type: 'DONATION', price: 0 })
    expect((await fixture.browser.get(`${fixture.manage}/tickets`)).text).toContain('Pay what you like')
  })

  it.each([
    [{ title: '' }, 'Give the ticket a name'],
    [{ type: 'GOLD' }, 'Choose what kind of ticket it is'],
    [{ type: 'PAID', price: '' }, 'Write the price'],
    [{ type: 'PAID', price: 'ten' }, 'The price must be an amount like 12.50'],
    [{ type: 'PAID', price: '0' }, 'A price above zero'],
    [{ quantity: '-1' }, 'The number of places must be a whole number'],
    [{ quantity: '2.5' }, 'The number of places must be a whole number'],
    [{ min_per_order: '5', max_per_order: '2' }, 'The fewest cannot be more than the most'],
    [{ sale_start: '2030-05-01T10:00', sale_end: '2030-04-01T10:00' }, 'Sales have to end after they start'],
    [{ sale_start: 'tomorrow' }, 'Write a date and a time'],
    [{ type: 'TIERED' }, 'Add at least one price'],
    [{ type: 'TIERED', 'tiers.0.label': '', 'tiers.0.price': '5' }, 'Name this price'],
    [{ type: 'TIERED', 'tiers.0.label': 'Early', 'tiers.0.price': '' }, 'Write the price; 0 is free'],
    [{ description: 'x'.repeat(2001) }, 'Use at most 2000 characters'],
    [{ highlight_message: 'x'.repeat(61) }, 'Use at most 60 characters'],
  ])('refuse %j and keep what was typed', async (changes, words) => {
    const page = await add({ type: 'FREE', title: 'Kept name', ...(changes as Record<string, string>) })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    expect(page.html).toContain('<title>Error: ')
    if (!('title' in changes)) expect(page.html).toContain('value="Kept name"')
  })

  it('name all that is wrong in the order of the form, each a link to its field', async () => {
    const page = await add({
      type: 'PAID',
      title: '',
      price: 'ten',
      quantity: '-1',
      sale_start: 'soon',
      min_per_order: '9',
      max_per_order: '2',
      highlight_message: 'x'.repeat(99),
    })
    const summary = /class="error-summary".*?<\/ul>/s.exec(page.html)?.[0] ?? ''
    const links = [...summary.matchAll(/href="#f-([\w-]+)"/g)].map(([, field]) => field)
    expect(links).toEqual(['title', 'price', 'quantity', 'sale_start', 'min_per_order', 'highlight_message'])
    for (const field of links) expect(page.html).toContain(`id="f-${field}"`)
  })

  it('keep each price’s own time, and take a price away when its line is emptied', async () => {
    const prices = [
      { label: 'Early', price: 5, sale_end_date: '2030-04-01T10:00:00Z' },
      { label: 'Late', price: 9, sale_start_date: '2030-04-01T10:00:00Z', is_hidden: true },
      { label: 'Door', price: 12 },
    ]
    const product = await addTicket(fixture, { title: 'Timed', type: 'TIERED', prices })
    const path = `${fixture.manage}/tickets/${product.productId}`
    expect((await fixture.browser.get(path)).html).toContain('value="2030-04-01T12:00"')
    const tier = (row: number, fields: Record<string, string>) =>
      Object.fromEntries(
        Object.entries({ id: String(product.priceIds[row]), ...fields }).map(([part, value]) => [
          `tiers.${row}.${part}`,
          value,
        ]),
      )
    const late = { label: 'Late', price: '9', sale_start: '2030-04-01T12:00', is_hidden: 'on' }
    await fixture.browser.post(path, {
      type: 'TIERED',
      title: 'Timed',
      ...tier(0, { label: 'Early', price: '5', sale_end: '2030-04-01T12:00' }),
      ...tier(1, late),
      ...tier(2, { label: '', price: '', quantity: '' }),
    })
    expect((await newest()).prices).toMatchObject([
      { id: product.priceIds[0], sale_end_date: '2030-04-01 10:00:00', is_hidden: false },
      { id: product.priceIds[1], sale_start_date: '2030-04-01 10:00:00', is_hidden: true },
    ])
    expect((await newest()).prices).toHaveLength(2)
    const turned = await fixture.browser.post(path, {
      type: 'TIERED',
      title: 'Timed',
      ...tier(1, { ...late, sale_end: '2030-03-01T12:00' }),
    })
    expect(turned.status).toBe(422)
    expect(turned.html).toContain('href="#f-tiers-1-sale_end"')
  })

  it('change a ticket; what the form does not show stays', async () => {
    const product = await addTicket(fixture, { title: 'Before', hide_when_sold_out: true, quantity: 10 })
    const path = `${fixture.manage}/tickets/${product.productId}`
    const form = await fixture.browser.get(path)
    expect(form.html).toContain('value="Before"')
    await fixture.browser.post(path, { type: 'FREE', title: 'After', quantity: '20', max_per_order: '4' })
    expect(await newest()).toMatchObject({
      title: 'After',
      initial_quantity_available: 20,
      hide_when_sold_out: true,
    })
  })

  it('keep each price of a tiered ticket with its sales', async () => {
    const prices = [
      { label: 'Early', price: 0, initial_quantity_available: 5 },
      { label: 'Late', price: 15 },
    ]
    const product = await addTicket(fixture, { title: 'Tiers', type: 'TIERED', prices })
    await buyTickets(new Browser(office.app), fixture, { product })
    const [early = 0, late = 0] = product.priceIds
    const sent = {
      type: 'TIERED',
      title: 'Tiers',
      'tiers.0.id': String(early),
      'tiers.0.label': 'Very early',
      'tiers.0.price': '0',
      'tiers.0.quantity': '0',
      'tiers.1.id': String(late),
      'tiers.1.label': 'Late',
      'tiers.1.price': '15',
    }
    const path = `${fixture.manage}/tickets/${product.productId}`
    const tooFew = await fixture.browser.post(path, sent)
    expect(tooFew.status).toBe(422)
    expect(tooFew.text).toContain('1 of these are already sold or being bought.')
    await fixture.browser.post(path, { ...sent, 'tiers.0.quantity': '3' })
    expect((await newest()).prices).toMatchObject([
      { id: early, label: 'Very early', quantity_sold: 1 },
      { id: late },
    ])
  })

  it('delete one nobody has, and keep one somebody has', async () => {
    const free = await addTicket(fixture, { title: 'Unwanted' })
    const gone = await fixture.browser.submit(`${fixture.manage}/tickets/${free.productId}/delete`, {})
    expect(gone.text).toContain('Ticket deleted.')
    const wanted = await addTicket(fixture, { title: 'Wanted' })
    await buyTickets(new Browser(office.app), fixture, { product: wanted })
    const page = await fixture.browser.get(`${fixture.manage}/tickets/${wanted.productId}`)
    expect(page.text).toContain('it cannot be deleted')
    const forced = await fixture.browser.post(`${fixture.manage}/tickets/${wanted.productId}/delete`, {})
    expect(forced.status).toBe(409)
    expect(forced.text).toContain('You can hide it instead')
  })

  it('do not find a ticket of another event', async () => {
    const other = await createEventFixture(office)
    const product = await addTicket(other)
    for (const path of [
      `${fixture.manage}/tickets/${product.productId}`,
      `${fixture.manage}/tickets/0`,
      `${fixture.manage}/tickets/x`,
    ])
      expect((await fixture.browser.get(path)).status).toBe(404)
    const forced = await fixture.browser.post(`${fixture.manage}/tickets/${product.productId}/delete`, {})
    expect(forced.status).toBe(404)
  })
})
