import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTicket, createEventFixture, type EventFixture } from '../../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../../test-support/office.ts'
import { details, type MadeProduct, reserve } from '../../../../test-support/organiser.ts'

describe('orders and attendees in the pages of an event', () => {
  let office: TestOffice
  let fixture: EventFixture
  let free: MadeProduct
  let paid: MadeProduct
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office)
    free = await addTicket(fixture, { title: 'General admission' })
    paid = await addTicket(fixture, { title: 'Supporter', type: 'PAID', prices: [{ price: 12.5 }] })
  })
  afterAll(() => office.close())

  const order = async (product: MadeProduct, person: Record<string, string> = {}) => {
    const held = await reserve(fixture.organiser.call, product)
    const body = details(product)
    const named = {
      order: { ...body.order, ...person, email_confirmation: person['email'] ?? body.order.email },
      products: body.products.map((each) => ({
        ...each,
        ...person,
        email_confirmation: person['email'] ?? each.email,
      })),
    }
    const { status } = await fixture.organiser.call('PUT', held.path, named)
    expect(status).toBe(200)
    const [row] = await office.database.db<{ id: number; attendee: number }[]>`
      select o.id, a.id as attendee from orders o join attendees a on a.order_id = o.id where o.short_id = ${held.shortId}`
    return { ...held, id: row?.id ?? 0, attendee: row?.attendee ?? 0 }
  }

  it('say so while there are none', async () => {
    const empty = await createEventFixture(office)
    expect((await empty.browser.get(`${empty.manage}/orders`)).text).toContain('No orders yet')
    expect((await empty.browser.get(`${empty.manage}/attendees`)).text).toContain('Nobody yet')
  })

  it('list orders, found by name, e-mail and number', async () => {
    const { id } = await order(paid, { first_name: 'Bram', last_name: 'Heuvel', email: 'bram@example.org' })
    await order(free, { first_name: 'Esra', last_name: 'Yılmaz', email: 'esra@example.org' })
    const all = await fixture.browser.get(`${fixture.manage}/orders`)
    expect(all.text).toMatch(/Bram Heuvel bram@example\.org O-\w+ · .* €12\.50 1 ticket To be paid/)
    const found = await fixture.browser.get(`${fixture.manage}/orders?query=bram%40`)
    expect(found.text).toContain('1 order found for “bram@”')
    expect(found.text).not.toContain('Esra')
    expect(found.html).toContain(`href="${fixture.manage}/orders/${id}"`)
    expect((await fixture.browser.get(`${fixture.manage}/orders?query=nobody`)).text).toContain(
      '0 orders found',
    )
  })

  it('go over several pages', async () => {
    const busy = await createEventFixture(office)
    const product = await addTicket(busy)
    for (let at = 0; at < 26; at++) {
      const held = await reserve(busy.organiser.call, product)
      await busy.organiser.call('PUT', held.path, details(product, 1, `guest${at}@example.com`))
    }
    const first = await busy.browser.get(`${busy.manage}/orders?query=guest`)
    expect(first.text).toContain('Page 1 of 2')
    const next = /href="([^"]+)" rel="next"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await busy.browser.get(next)
    expect(second.text).toContain('Page 2 of 2')
    expect(second.html.match(/class="card card--link line"/g)).toHaveLength(1)
    expect((await busy.browser.get(`${busy.manage}/orders?page=-1&per_page=0&sort_by=password`)).status).toBe(
      200,
    )
  })

  it('mark an order as paid, once', async () => {
    const { id } = await order(paid)
    const path = `${fixture.manage}/orders/${id}`
    expect((await fixture.browser.get(path)).html).toContain('>Mark as paid</button>')
    expect((await fixture.browser.submit(`${path}/paid`, {})).text).toContain(
      'Marked as paid. The tickets are valid now.',
    )
    const again = await fixture.browser.submit(`${path}/paid`, {})
    expect(again.status).toBe(200)
    expect(again.html).not.toContain('>Mark as paid</button>')
    expect((await fixture.browser.get(fixture.manage)).text).toContain('Taken in €12.50')
  })

  it('cancel an order after a confirmation, and inform the buyer', async () => {
    const { id, shortId } = await order(free, { email: 'sad@example.org' })
    const path = `${fixture.manage}/orders/${id}`
    expect((await fixture.browser.get(`${path}/cancel`)).text).toContain(
      'sad@example.org gets an e-mail about it.',
    )
    const done = await fixture.browser.submit(`${path}/cancel`, {})
    expect(done.text).toContain('The order is cancelled, its places are free again, and the buyer was told.')
    expect((await fixture.browser.submit(`${path}/cancel`, {})).status).toBe(200)
    const mails = await office.database
      .db`select subject from mails where cause = ${`order.cancelled:${shortId}`}`
    expect(mails).toHaveLength(1)
  })

  it('of another account cannot be read or cancelled', async () => {
    const other = await createEventFixture(office)
    const { id } = await order(free)
    expect((await other.browser.get(`${other.manage}/orders/${id}`)).status).toBe(404)
    for (const action of ['cancel', 'paid'])
      expect((await other.browser.post(`${other.manage}/orders/${id}/${action}`, {})).status).toBe(404)
  })

  it('give the list as a file no spreadsheet runs', async () => {
    const list = await createEventFixture(office)
    const product = await addTicket(list, { title: 'Seat, "front"' })
    const held = await reserve(list.organiser.call, product)
    const body = details(product)
    const evil = { first_name: '=cmd|calc', last_name: 'Ö"Neil', email: 'x@example.com' }
    await list.organiser.call('PUT', held.path, {
      order: { ...evil, email_confirmation: evil.email },
      products: body.products.map((each) => ({ ...each, ...evil, email_confirmation: evil.email })),
    })
    const file = await list.browser.get(`${list.manage}/attendees.csv`)
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.headers['content-disposition']).toContain('attachment')
    const [head = '', row = ''] = file.html.split('\r\n')
    expect(head).toBe('\uFEFFName,First name,Last name,E-mail,Ticket,Number,Status,Order')
    expect(row).toMatch(
      /^"'=cmd\|calc Ö""Neil",'=cmd\|calc,"Ö""Neil",x@example\.com,"Seat, ""front""",A-\w+,Valid,O-\w+$/,
    )
  })
})
