import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'
import { Browser } from '../../../test-support/browser.ts'
import {
  buyTickets,
  chooseTickets,
  addTicket,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'

let office: TestOffice
let fixture: EventFixture
beforeAll(async () => {
  office = await startOffice()
  fixture = await createEventFixture(office)
})
afterAll(() => office.close())

const at = (path: string) => `${fixture.manage}/${path}`

/** Where the page of one thing is, found by its name on the list's page. */
async function changePath(list: string, name: string): Promise<string> {
  const { html } = await fixture.browser.get(at(list))
  const line = html.split('<li').find((each) => each.includes(name)) ?? ''
  return /href="([^"]+\/\d+)"/.exec(line)?.[1] ?? ''
}

describe('promo codes in the pages of an event', () => {
  const add = (fields: Record<string, string>) => fixture.browser.post(at('promo-codes'), fields)

  it('are added for some tickets, shown, changed and deleted', async () => {
    const product = await addTicket(fixture, { title: 'Supporter', type: 'PAID', prices: [{ price: 10 }] })
    const wanted = {
      code: 'Crate-10',
      discount_type: 'PERCENTAGE',
      discount: '10',
      max_allowed_usages: '5',
      expiry_date: '2031-01-01T00:00',
      [`ticket.${product.productId}`]: 'on',
    }
    expect((await add(wanted)).location).toBe(at('promo-codes?done=code-added'))
    const page = await fixture.browser.get(at('promo-codes'))
    expect(page.text).toMatch(
      /crate-10 10% off Supporter · used in 0 of 5 orders · until Wed 1 Jan 2031 · 00:00/,
    )
    const again = await add(wanted)
    expect([again.status, again.text.includes('There is already such a code')]).toEqual([422, true])

    const path = await changePath('promo-codes', 'crate-10')
    const form = await fixture.browser.get(path)
    for (const kept of ['value="crate-10"', 'value="10"', 'value="5"', 'value="2031-01-01T00:00"'])
      expect(form.html).toContain(kept)
    const { [`ticket.${product.productId}`]: _all, ...rest } = wanted
    const saved = await fixture.browser.submit(path, { ...rest, discount_type: 'FIXED', discount: '2,50' })
    expect(saved.text).toMatch(/Promo code saved\..* crate-10 €2\.50 off each ticket All tickets/)
    expect((await fixture.browser.submit(`${path}/delete`, {})).text).toContain('Promo code deleted.')
    expect((await fixture.browser.get(path)).status).toBe(404)
  })

  it('cannot take the name of another, and keep what was typed', async () => {
    for (const code of ['first', 'second']) await add({ code, discount_type: 'NONE' })
    const page = await fixture.browser.post(await changePath('promo-codes', 'second'), {
      code: 'FIRST',
      discount_type: 'PERCENTAGE',
      discount: '33',
    })
    expect(page.status).toBe(422)
    expect(page.text).toContain('There is already such a code')
    expect(page.html).toContain('value="33"')
    expect((await fixture.browser.get(at('promo-codes'))).text).toContain('second Opens hidden tickets')
  })

  it('show why they cannot be used any more', async () => {
    await add({ code: 'late', discount_type: 'NONE', expiry_date: '2020-01-01T00:00' })
    await add({ code: 'once', discount_type: 'NONE', max_allowed_usages: '1' })
    const product = await addTicket(fixture)
    const buyer = new Browser(office.app)
    await chooseTickets(buyer, fixture, { [`quantity.${product.priceIds[0]}`]: '1', promo_code: 'once' })
    const { text } = await fixture.browser.get(at('promo-codes'))
    expect(text).toMatch(/late Opens hidden tickets [^%]*? Expired/)
    expect(text).toMatch(/once Opens hidden tickets [^%]*? Used up/)
  })

  it('for a ticket that was deleted are not suddenly for all', async () => {
    const gone = await addTicket(fixture, { title: 'Gone' })
    await add({ code: 'stale', discount_type: 'NONE', [`ticket.${gone.productId}`]: 'on' })
    await fixture.browser.post(at(`tickets/${gone.productId}/delete`), {})
    expect((await fixture.browser.get(at('promo-codes'))).text).toContain('Tickets that were deleted')
  })

  it.each([
    [{ code: '' }, 'Write the code'],
    [{ code: 'x' }, 'Use at least 2 characters'],
    [{ code: 'two words' }, 'Use letters, digits, - and _'],
    [{ discount_type: 'GIFT' }, 'Choose what the code does'],
    [{ discount: '' }, 'Write how much'],
    [{ discount: '0' }, 'The percentage has to be above zero'],
    [{ discount: '101' }, 'The percentage must be an amount like 12.50, from 0 to 100'],
    [{ max_allowed_usages: '0' }, 'The number of orders must be a whole number from 1'],
  ])('refuse %j', async (changes, words) => {
    const page = await add({
      code: 'fine',
      discount_type: 'PERCENTAGE',
      discount: '10',
      ...(changes as Record<string, string>),
    })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
  })
})

describe('sections of the shop', () => {
  const add = (fields: Record<string, string>) => fixture.browser.submit(at('sections'), fields)

  it('are added, stand as headings in the shop, and hold what is put into them', async () => {
    const added = await add({ name: 'To take home', description: 'Made in the cellar' })
    expect(added.text).toContain('Section added.')
    const id = /\d+$/.exec(await changePath('sections', 'To take home'))?.[0] ?? ''
    expect((await fixture.browser.get(at(`tickets/new?section=${id}`))).html).toMatch(
      new RegExp(`<option value="${id}" selected`),
    )
    await fixture.browser.post(at('tickets/new'), { type: 'FREE', title: 'Poster', section: id, thing: 'on' })
    const shop = await new Browser(office.app).get(fixture.shop)
    expect(shop.text).toMatch(/To take home Made in the cellar Poster/)
    expect((await fixture.browser.get(at('tickets'))).text).toMatch(/To take home Add to To take home Poster/)
  })

  it('hidden ones sell nothing', async () => {
    await add({ name: 'Backstage' })
    const path = await changePath('sections', 'Backstage')
    const id = /\d+$/.exec(path)?.[0] ?? ''
    await fixture.browser.post(at('tickets/new'), { type: 'FREE', title: 'Crew only', section: id })
    const saved = await fixture.browser.submit(path, { name: 'Backstage', is_hidden: 'on' })
    expect(saved.text).toContain('Section saved.')
    expect((await new Browser(office.app).get(fixture.shop)).text).not.toContain('Crew only')
  })

  it('empty ones are left out of the shop unless they have words for it', async () => {
    await add({ name: 'Nothing here' })
    await add({ name: 'Soon here', no_products_message: 'Shirts come in May' })
    const { text } = await new Browser(office.app).get(fixture.shop)
    expect(text).toContain('Soon here Shirts come in May')
    expect(text).not.toContain('Nothing here')
  })

  it('are deleted when they are empty, and otherwise show what to do first', async () => {
    const full = await changePath('sections', 'To take home')
    expect((await fixture.browser.get(full)).text).toContain('It holds 1 ticket. Move or delete them')
    const forced = await fixture.browser.post(`${full}/delete`, {})
    expect(forced.status).toBe(409)
    expect(forced.text).toContain('Move or delete them first')
    const empty = await changePath('sections', 'Nothing here')
    expect((await fixture.browser.submit(`${empty}/delete`, {})).text).toContain('Section deleted.')
  })

  it('the last one stays', async () => {
    const other = await createEventFixture(office)
    const { html } = await other.browser.get(`${other.manage}/sections`)
    const path = /href="([^"]+\/sections\/\d+)"/.exec(html)?.[1] ?? ''
    const page = await other.browser.post(`${path}/delete`, {})
    expect([page.status, page.text.includes('the last')]).toEqual([409, true])
  })

  it('one that was deleted meanwhile refuses a ticket, and keeps what was typed', async () => {
    const page = await fixture.browser.post(at('tickets/new'), {
      type: 'FREE',
      title: 'Kept name',
      section: '999999',
    })
    expect(page.status).toBe(422)
    expect(page.text).toContain('This section was deleted meanwhile. Choose another')
    expect(page.html).toContain('value="Kept name"')
  })
})

describe('taxes and fees in the pages of an event', () => {
  const add = (fields: Record<string, string>) =>
    fixture.browser.submit(at('taxes'), {
      type: 'TAX',
      calculation_type: 'PERCENTAGE',
      is_active: 'on',
      ...fields,
    })
  const idOf = async (name: string) => /\d+$/.exec(await changePath('taxes', name))?.[0] ?? ''

  it('come on the price of the tickets they are ticked for, the fee first, the tax on both', async () => {
    await add({ name: 'VAT', rate: '21' })
    await add({ name: 'Service', type: 'FEE', calculation_type: 'FIXED', rate: '1,50' })
    const [vat, service] = [await idOf('VAT'), await idOf('Service')]
    await fixture.browser.post(at('tickets/new'), {
      type: 'PAID',
      title: 'Taxed',
      price: '20',
      [`tax.${vat}`]: 'on',
      [`tax.${service}`]: 'on',
    })
    expect((await fixture.browser.get(at('tickets'))).text).toContain('€20.00 plus VAT, Service')
    expect((await new Browser(office.app).get(fixture.shop)).text).toContain('€26.02 with taxes and fees')
  })

  it('keep a rate of four places, and are ticked on new tickets when they should be', async () => {
    await add({ name: 'Sales tax', rate: '7.3750', is_default: 'on' })
    const id = await idOf('Sales tax')
    expect((await fixture.browser.get(at(`taxes/${id}`))).html).toContain('value="7.375"')
    const form = await fixture.browser.get(at('tickets/new'))
    expect(form.html).toMatch(new RegExp(`name="tax\\.${id}"[^>]*checked`))
    expect(form.html).not.toMatch(new RegExp(`name="tax\\.${await idOf('VAT')}"[^>]*checked`))
  })

  it('are changed for new orders; orders that were made stay as they are', async () => {
    const vat = await idOf('VAT')
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}`)
    const products: { title: string; id: number; prices: { id: number }[] }[] =
      body.data.product_categories[0].products
    const taxed = products.find((each) => each.title === 'Taxed')
    const product = {
      eventId: fixture.eventId,
      productId: taxed?.id ?? 0,
      priceIds: [taxed?.prices[0]?.id ?? 0],
    }
    const buyer = new Browser(office.app)
    const bought = await buyTickets(buyer, fixture, { product })
    expect(bought.text).toContain('VAT (21%) €4.52')
    const path = at(`taxes/${vat}`)
    await fixture.browser.submit(path, {
      name: 'VAT',
      type: 'TAX',
      calculation_type: 'PERCENTAGE',
      rate: '9',
      is_active: 'on',
    })
    expect((await new Browser(office.app).get(fixture.shop)).text).toContain('€23.44 with taxes and fees')
    await fixture.browser.submit(`${path}/delete`, {})
    expect((await new Browser(office.app).get(fixture.shop)).text).toContain('€21.50 with fees')
    const [order] = await office.database.db<
      { total_gross: string }[]
    >`select total_gross from orders where status = 'AWAITING_OFFLINE_PAYMENT'`
    expect(order?.total_gross).toBe('26.02')
  })

  it('are another account’s business alone', async () => {
    const other = await createEventFixture(office)
    const id = await idOf('Service')
    const foreign = `${other.manage}/taxes/${id}`
    expect((await other.browser.get(foreign)).status).toBe(404)
    expect((await other.browser.post(foreign, { name: 'Mine now', rate: '1' })).status).toBe(404)
    expect((await other.browser.post(`${foreign}/delete`, {})).status).toBe(404)
    // Nor can it be put on a ticket of theirs.
    await other.browser.post(`${other.manage}/tickets/new`, {
      type: 'PAID',
      title: 'Sly',
      price: '5',
      [`tax.${id}`]: 'on',
    })
    expect((await new Browser(office.app).get(other.shop)).text).toMatch(/Sly €5\.00 (?!with)/)
  })

  it.each([
    [{ name: '' }, 'Give it a name, like “VAT”'],
    [{ rate: '' }, 'Write how much'],
    [{ rate: '0' }, 'The percentage has to be above zero'],
    [{ rate: '101' }, 'The percentage must be an amount'],
    [{ rate: '1.23456' }, 'Use at most 4 decimals, like 12.50'],
    [{ type: 'TIP' }, 'Choose whether it is a tax or a fee'],
    [{ calculation_type: 'GUESS' }, 'Choose how it is counted'],
    [{ calculation_type: 'FIXED', rate: '1.234' }, 'Use at most 2 decimals, like 12.50'],
  ])('refuse %j and keep what was typed', async (changes, words) => {
    const page = await add({ name: 'Kept', rate: '5', ...(changes as Record<string, string>) })
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    if (!('name' in changes)) expect(page.html).toContain('value="Kept"')
  })
})
