import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { Browser, type Page } from '../../test-support/browser.ts'
import {
  actionOf,
  chooseTickets,
  createEventFixture,
  type EventFixture,
} from '../../test-support/event-fixture.ts'

/** Breaks out of text, of an attribute, of a script, of a comment. */
const EVIL = `"'></title></textarea></script><img src=x onerror=alert(1)>{{7*7}}`
const LINK = '<a href="javascript:alert(1)">x</a><svg onload=alert(1)><iframe src=//evil.example>'

/** No element and no attribute on the page that our pages do not write themselves. */
function expectHarmless({ html }: Page, where: string): void {
  const tags =
    html.replaceAll(/<script[^]*?<\/script>/g, '').match(/<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi) ?? []
  expect(tags.length, where).toBeGreaterThan(10)
  const written = tags.filter((tag) => !tag.startsWith('<img src="data:image/png;base64,'))
  const foreign = written.filter((tag) =>
    /^<(img|object|embed|base)\b|[\s"']on\w+=/i.test(tag.replaceAll(/"[^"]*"/g, '""')),
  )
  expect(foreign, where).toEqual([])
  expect(
    tags.filter((tag) => /(href|src|action)="\s*(javascript|data:text)/i.test(tag)),
    where,
  ).toEqual([])
}

describe('hostile words', () => {
  let office: TestOffice
  let fixture: EventFixture
  let visited: [path: string, page: Page][]
  beforeAll(async () => {
    office = await startOffice({ config: { mailbox: true } })
    fixture = await createEventFixture(office, {
      title: EVIL,
      description: LINK + EVIL,
    })
    visited = await visitEveryPage(office, fixture)
  })
  afterAll(() => office.close())

  it('of organisers and buyers are shown as words on every page they reach', () => {
    expect(visited.length).toBeGreaterThan(18)
    for (const [path, page] of visited) {
      expect(page.status, path).toBe(200)
      expectHarmless(page, path)
    }
    expect(visited.filter(([, page]) => page.text.includes('{{7*7}}')).length).toBeGreaterThan(12)
  })

  it('do not get into the subject of a mail, and are harmless in its body', async () => {
    const mails = await office.database.db<{ subject: string; html: string; recipient: string }[]>`
      select subject, html, recipient from mails`
    expect(mails.length).toBeGreaterThan(0)
    for (const { subject, html } of mails) {
      expect(subject).not.toMatch(/[\r\n]/)
      expect(html).not.toMatch(/<img src="?x|<svg|<iframe|javascript:/)
    }
  })
})

/** Writes the hostile words into every field there is, and visits every page that shows them. */
async function visitEveryPage(office: TestOffice, fixture: EventFixture): Promise<[string, Page][]> {
  const { browser, manage, organiser, eventId } = fixture
  const settings = {
    offline_payment_instructions: LINK + EVIL,
    post_checkout_message: LINK + EVIL,
    pre_checkout_message: LINK + EVIL,
    product_page_message: LINK + EVIL,
    location_details: {
      venue_name: EVIL,
      address_line_1: EVIL,
      city: EVIL,
      zip_or_postal_code: EVIL,
      country: 'NL',
    },
  }
  await organiser.call('PATCH', `/events/${eventId}/settings`, settings)
  const made = await organiser.call('POST', `/events/${eventId}/products`, {
    title: EVIL,
    type: 'TIERED',
    product_type: 'TICKET',
    product_category_id: fixture.categoryId,
    description: LINK + EVIL,
    is_highlighted: true,
    highlight_message: EVIL,
    prices: [{ label: EVIL, price: 12 }],
  })
  expect(made.status).toBe(201)
  const { id, prices } = made.body.data
  const buyer = new Browser(office.app)
  const details = await chooseTickets(buyer, fixture, { [`quantity.${prices[0].id}`]: '2' })
  const name = { first_name: EVIL.slice(0, 40), last_name: '<b onclick=alert(1)>' }
  const refused = await buyer.post(actionOf(details, '/details'), { ...name, email: EVIL })
  expect(refused.status).toBe(422)
  expectHarmless(refused, 'details, refused')
  const summary = await buyer.submit(actionOf(details, '/details'), {
    ...name,
    email: 'ada@example.com',
    'ticket.0.same': 'on',
    'ticket.1.first_name': name.first_name,
    'ticket.1.last_name': name.last_name,
    'ticket.1.email': 'bo@example.com',
  })
  const ticket = /href="(\/ticket\/a_\w+)"/.exec(summary.html)?.[1] ?? ''
  const [order] = await office.database.db<{ id: number }[]>`select id from orders order by id desc limit 1`
  const [mail] = await office.database.db<{ id: number }[]>`select id from mails order by id desc limit 1`
  const own = [
    '',
    '/getting-started',
    '/tickets',
    `/tickets/${id}`,
    '/orders',
    `/orders/${order?.id}`,
  ].concat([
    `/orders/${order?.id}/cancel`,
    '/attendees',
    '/promo-codes',
    '/settings',
    '/archive',
    '/delete',
    `/orders?query=${encodeURIComponent(EVIL)}`,
    `/attendees?query=${encodeURIComponent(EVIL)}&done=${encodeURIComponent(EVIL)}`,
  ])
  const paths = [
    '/manage',
    ...own.map((below) => manage + below),
    fixture.shop,
    ticket,
    '/mailbox',
    `/mailbox/${mail?.id}`,
  ].concat([
    `/mailbox?address=${encodeURIComponent(EVIL)}`,
    `/auth/register?next=${encodeURIComponent(EVIL)}`,
  ])
  const pages: [string, Page][] = [
    ['details', details],
    ['summary', summary],
  ]
  for (const path of paths) pages.push([path, await (path.startsWith('/auth') ? buyer : browser).get(path)])
  return pages
}

describe('hostile bytes', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office)
  })
  afterAll(() => office.close())

  const send = (payload: string | Buffer, type = 'application/x-www-form-urlencoded') =>
    office.app.inject({
      method: 'POST',
      url: `${fixture.manage}/tickets/new`,
      payload,
      headers: {
        'content-type': type,
        cookie: `token=${fixture.organiser.token}`,
        'sec-fetch-site': 'same-origin',
      },
    })

  it.each([
    ['a body of 300 KiB', 'title='.padEnd(300 * 1024, 'x'), 'application/x-www-form-urlencoded', 413],
    ['JSON', '{"title":1}', 'application/json', 422],
    ['a file', '--x', 'multipart/form-data; boundary=x', 415],
    ['plain text', 'title=x', 'text/plain', 415],
    ['broken escapes', 'title=%E0%A4%A&type=FREE%', 'application/x-www-form-urlencoded', 422],
    [
      'prototype names',
      '__proto__=x&constructor=y&hasOwnProperty=z',
      'application/x-www-form-urlencoded',
      422,
    ],
    ['no body', '', 'application/x-www-form-urlencoded', 422],
  ])('of %s are refused in words', async (_what, payload, type, status) => {
    const answer = await send(payload, type)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  })

  it('that are no text become harmless text', async () => {
    const answer = await send(
      Buffer.concat([Buffer.from('type=FREE&max_per_order=5&title=a%00b'), Buffer.from([0xff, 0xfe])]),
    )
    expect(answer.statusCode).toBe(303)
    const { body } = await fixture.organiser.call('GET', `/events/${fixture.eventId}`)
    expect(body.data.product_categories[0].products[0].title).toMatch(/^ab/)
  })

  it('of thousands of fields cost no more than one page', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => `tiers.${at}.label=`).join('&')
    const answer = await send(`type=TIERED&title=x&tiers.7.price=no&${many}`)
    expect(answer.statusCode).toBe(422)
    expect(answer.body.length).toBeLessThan(100_000)
  })

  it('in paths and queries find nothing and break nothing', async () => {
    const browser = fixture.browser
    for (const path of [
      '/event/%',
      '/event/%ff',
      '/ticket/%00',
      '/manage/event/%00',
      '/manage/event/1e9',
      '/checkout/1/%2e%2e/details',
    ])
      expect((await browser.get(path)).status, path).toBeLessThan(500)
    for (const query of [
      '?done[]=1&done=2',
      '?query=%00',
      '?page=99999999999',
      '?sort_by=__proto__',
      `?query=${'x'.repeat(5000)}`,
    ])
      expect((await browser.get(`${fixture.manage}/orders${query}`)).status, query).toBe(200)
  })
})
