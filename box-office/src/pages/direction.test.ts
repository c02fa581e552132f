import { misdirectedTexts } from '@tuvens/platform/test-support/direction'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, type Page } from '../../test-support/browser.ts'
import {
  actionOf,
  addTicket,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../test-support/office.ts'

/** All texts of people have Hebrew letters only. */
const TITLE = 'ערב של ג׳אז'
const NAME = { first_name: 'עדה', last_name: 'לוי', email: 'ada@example.com' }
const LINK = 'https://a.example/he'
const LOCATION = {
  venue_name: 'האולם',
  address_line_1: 'רחוב הים 5',
  city: 'תל אביב',
  zip_or_postal_code: '61000',
  country: 'IL',
}

let office: TestOffice
let fixture: EventFixture
const pages: [string, Page][] = []
const buyer = () => new Browser(office.app)
const keep = (name: string, page: Page) => {
  pages.push([name, page])
  return page
}

beforeAll(async () => {
  office = await startOffice({ config: { mailbox: true } })
  fixture = await createEventFixture(office, {
    title: TITLE,
    description: `<h1>${TITLE}</h1><p>${TITLE} ${LINK}</p><ul><li>${TITLE}</li></ul>`,
  })
  const { organiser, eventId, organizerId } = fixture
  await office.database.db`update organizers set name = 'מועדון' where id = ${organizerId}`
  await office.database.db`update accounts set name = 'חשבון' where id = ${organiser.accountId}`
  await organiser.call('PATCH', `/events/${eventId}/settings`, {
    location_details: LOCATION,
    offline_payment_instructions: `<p>${TITLE} ${LINK}</p>`,
    post_checkout_message: TITLE,
    product_page_message: TITLE,
    payment_providers: ['OFFLINE'],
  })
  const section = { name: 'חולצות', description: TITLE, no_products_message: TITLE, is_hidden: false }
  await organiser.call('POST', `/events/${eventId}/product-categories`, section)
  const tax = { name: 'מעמ', description: '', calculation_type: 'PERCENTAGE', rate: 10, type: 'TAX' }
  const taxId = (await organiser.call('POST', `/accounts/${organiser.accountId}/taxes-and-fees`, tax)).body
    .data.id
  const seat = await addTicket(fixture, {
    title: 'כניסה',
    description: TITLE,
    type: 'PAID',
    prices: [{ price: 10 }],
    tax_and_fee_ids: [taxId],
    is_highlighted: true,
    highlight_message: 'חדש',
    waitlist_enabled: true,
  })
  await addTicket(fixture, {
    title: 'דרגות',
    type: 'TIERED',
    prices: [
      { price: 10, label: 'מוקדם' },
      { price: 20, label: 'מאוחר' },
    ],
  })
  const gone = await addTicket(fixture, { title: 'נגמר', quantity: 0, waitlist_enabled: true })
  const code = {
    code: 'SHALOM',
    discount_type: 'PERCENTAGE',
    discount: 10,
    applicable_product_ids: [seat.productId],
  }
  await organiser.call('POST', `/events/${eventId}/promo-codes`, code)

  const { shop, manage } = fixture
  const ada = buyer()
  const quantity = `quantity.${seat.priceIds[0]}`
  keep('shop', await ada.get(shop))
  keep('too many', await ada.post(shop, { [quantity]: '500' }))
  keep('waiting list', await ada.get(`${shop}/waitlist?price=${gone.priceIds[0]}`))
  keep(
    'refused waiting list',
    await ada.post(`${shop}/waitlist`, { price: String(gone.priceIds[0]), ...NAME, email: 'x' }),
  )
  keep('joined', await ada.post(`${shop}/waitlist`, { price: String(gone.priceIds[0]), ...NAME }))
  const details = keep('details', await ada.submit(shop, { [quantity]: '2' }))
  const at = actionOf(details, '/details')
  keep('refused details', await ada.post(at, { ...NAME, email: 'x' }))
  const same = { 'ticket.0.same': 'on', 'ticket.1.same': 'on' }
  const summary = keep('summary', await ada.submit(at, { ...NAME, ...same }))
  const ticket = /href="(\/ticket\/a_\w+)"/.exec(summary.html)?.[1] ?? ''
  keep('ticket', await ada.get(ticket))
  const [{ id: order } = { id: 0 }] = await office.database.db<{ id: number }[]>`select id from orders`
  const [{ id: section_id } = { id: 0 }] = await office.database.db<{ id: number }[]>`
    select id from product_categories where name = 'חולצות'`
  const [{ id: code_id } = { id: 0 }] = await office.database.db<{ id: number }[]>`select id from promo_codes`
  for (const below of [
    [
      '',
      '/getting-started',
      '/tickets',
      '/tickets/new',
      `/tickets/${seat.productId}`,
      '/orders',
      '/settings',
    ],
    [`/orders/${order}`, `/orders/${order}/cancel`, '/attendees', '/promo-codes', `/promo-codes/${code_id}`],
    [
      '/sections',
      `/sections/${section_id}`,
      '/taxes',
      `/taxes/${taxId}`,
      '/waiting-list',
      '/archive',
      '/delete',
    ],
    ['/orders?query=עדה', '/attendees?query=עדה'],
  ].flat())
    keep(`manage${below}`, await fixture.browser.get(encodeURI(manage + below)))
  keep('events', await fixture.browser.get('/manage'))
  await organiser.call('POST', `/events/${eventId}/orders/${order}/mark-as-paid`)
  await fixture.browser.post(`${manage}/orders/${order}/cancel`, {})
  keep('cancelled summary', await ada.get(at.replace('/details', '/summary')))
  keep('cancelled ticket', await ada.get(ticket))
  keep('mailbox', await ada.get(`/mailbox?address=${NAME.email}`))
}, 600_000)
afterAll(() => office.close())

it('text of people has its own direction on every page of the box office, whatever is around it', () => {
  const wrong = pages.flatMap(([name, { html }]) => misdirectedTexts(html).map((each) => `${name}: ${each}`))
  expect(wrong).toEqual([])
  const without = pages.filter(([, { html }]) => !/[\u0590-\u05ff]/.test(html))
  expect(without.map(([name, { status }]) => [name, status])).toEqual([])
})

describe('mails', () => {
  const mails = () => office.database.db<{ subject: string; html: string; text: string }[]>`
    select subject, html, text from mails`

  it('have the texts of people in their own direction, in the subject and without markup, too', async () => {
    const all = await mails()
    expect(all.length).toBeGreaterThan(1)
    expect(all.flatMap(({ html }) => misdirectedTexts(html))).toEqual([])
    for (const text of all.flatMap((each) => [each.subject, each.text]))
      expect(text.replaceAll(/\u2068[^\u2069]*\u2069/g, '')).not.toMatch(/[\u0590-\u05ff]/)
  })

  it('link the addresses in what the organiser wrote, and the address for questions', async () => {
    const [confirmation] = (await mails()).filter(({ html }) => html.includes('How to pay'))
    expect(confirmation?.html).toContain(`<a href="${LINK}" rel="noopener nofollow ugc"`)
    expect(confirmation?.html).toMatch(/<a href="mailto:[^"]+@example.com">/)
  })
})

it('addresses in descriptions are links, marked as the text of others', () => {
  const [[, shop] = ['', { html: '' }]] = pages
  expect(shop.html).toContain(`<a href="${LINK}" rel="noopener nofollow ugc">${LINK}</a>`)
})
