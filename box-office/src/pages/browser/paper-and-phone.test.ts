import { type Browser as Chromium, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../../../scripts/system/chromium.ts'
import { Browser } from '../../../test-support/browser.ts'
import {
  actionOf,
  addTicket,
  buyTickets,
  createEventFixture,
  type EventFixture,
} from '../../../test-support/event-fixture.ts'
import { startOffice, type TestOffice } from '../../../test-support/office.ts'

const CHROMIUM = findChromium(process.env)
const LINK = `https://example.org/${'y'.repeat(200)}`
const EMAIL = `${'e'.repeat(60)}@${'d'.repeat(50)}.example.org`

/** What people write where a text of `length` characters is allowed: one word, in three scripts. */
const WORDS: Record<string, (length: number) => string> = {
  'one long word': (length) => 'x'.repeat(length),
  'letters from right to left': (length) => 'ש'.repeat(length),
  'emoji of several characters': (length) => '👩‍🎤'.repeat(Math.floor(length / 3)),
}

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  let office: TestOffice
  let chrome: Chromium
  let origin: string
  beforeAll(async () => {
    office = await startOffice({ config: { mailbox: true } })
    origin = new URL(office.api).origin
    chrome = await chromium.launch({
      ...(CHROMIUM !== undefined && { executablePath: CHROMIUM }),
      args: ['--no-sandbox', '--disable-gpu'],
    })
  })
  afterAll(async () => {
    await chrome.close()
    await office.close()
  })

  const signedIn = async (fixture: EventFixture, width: number): Promise<Page> => {
    const context = await chrome.newContext({ viewport: { width, height: 640 } })
    await context.addCookies([{ name: 'token', value: fixture.organiser.token, url: origin }])
    return context.newPage()
  }

  /** An event all of whose texts are as long as they may be, and the pages that show them. */
  async function longWorded(word: (length: number) => string) {
    const fixture = await createEventFixture(office, {
      title: word(150),
      description: `<p>${word(300)}</p><ul><li>${LINK}</li></ul>`,
    })
    const { organiser, eventId, organizerId } = fixture
    const [name, text] = [word(100), `<p>${word(200)} ${LINK}</p>`]
    await office.database.db`update organizers set name = ${name} where id = ${organizerId}`
    await office.database.db`update accounts set name = ${word(100)} where id = ${organiser.accountId}`
    const location_details = {
      venue_name: name,
      address_line_1: word(200),
      city: name,
      zip_or_postal_code: '1'.repeat(20),
      country: 'NL',
    }
    await organiser.call('PATCH', `/events/${eventId}/settings`, {
      location_details,
      offline_payment_instructions: text,
      post_checkout_message: text,
      pre_checkout_message: text,
      product_page_message: text,
      support_email: EMAIL,
      website_url: LINK,
    })
    const section = { name, description: word(200), no_products_message: word(200), is_hidden: false }
    await organiser.call('POST', `/events/${eventId}/product-categories`, section)
    const tax = { name: word(200), description: '', calculation_type: 'PERCENTAGE', rate: 10, type: 'TAX' }
    const made = await organiser.call('POST', `/accounts/${organiser.accountId}/taxes-and-fees`, tax)
    const seat = await addTicket(fixture, {
      title: word(200),
      description: text,
      type: 'TIERED',
      prices: [
        { price: 10, label: word(200) },
        { price: 20, label: word(200) },
      ],
      tax_and_fee_ids: [made.body.data.id],
      is_highlighted: true,
      highlight_message: word(200),
    })
    const gone = await addTicket(fixture, { title: word(200), quantity: 0, waitlist_enabled: true })
    const code = { code: 'X'.repeat(50), discount_type: 'NONE', applicable_product_ids: [seat.productId] }
    await organiser.call('POST', `/events/${eventId}/promo-codes`, code)
    return { fixture, seat, gone }
  }

  it.each(Object.keys(WORDS))('no page and no mail scrolls sideways at 320 px for %s', async (words) => {
    const word = WORDS[words] as (length: number) => string
    const { fixture, seat, gone } = await longWorded(word)
    const { shop, manage } = fixture
    const person = { first_name: word(40), last_name: word(40), email: EMAIL }
    await new Browser(office.app).post(`${shop}/waitlist`, { price: String(gone.priceIds[0]), ...person })
    const ada = new Browser(office.app)
    const details = await ada.post(shop, { [`quantity.${seat.priceIds[0]}`]: '2' })
    const at = details.location
    const done = new Browser(office.app)
    const other = await done.submit(shop, { [`quantity.${seat.priceIds[1]}`]: '2' })
    const summary = await done.post(actionOf(other, '/details'), {
      ...person,
      'ticket.0.same': 'on',
      'ticket.1.same': 'on',
    })
    const session = /name="session_identifier" value="(\w+)"/.exec(other.html)?.[1] ?? ''
    const [ticket] = await office.database.db<{ short_id: string; order_id: number }[]>`
        select short_id, order_id from attendees order by id desc limit 1`
    const page = await signedIn(fixture, 320)
    const paths = [
      shop,
      `${shop}?promo_code=${'X'.repeat(60)}`,
      `${shop}/waitlist?price=${gone.priceIds[0]}`,
      at,
      `${summary.location}?session_identifier=${session}`,
      `/ticket/${ticket?.short_id}`,
      `/mailbox?address=${EMAIL}`,
      '/manage',
      ...['', '/getting-started', '/tickets', '/tickets/new', `/tickets/${seat.productId}`, '/orders'].map(
        (below) => manage + below,
      ),
      ...[`/orders/${ticket?.order_id}`, `/orders/${ticket?.order_id}/cancel`, '/attendees'].map(
        (below) => manage + below,
      ),
      ...['/promo-codes', '/settings', '/sections', '/taxes', '/waiting-list', '/archive', '/delete'].map(
        (below) => manage + below,
      ),
    ]
    const wide: [string, number, string][] = []
    const look = async (name: string, at = page) => {
      const [width, widest] = await at.evaluate(() => {
        const root = document.scrollingElement ?? document.body
        const over = [...document.querySelectorAll('body *')].filter(
          (each) => each.getBoundingClientRect().right > innerWidth + 1,
        )
        return [root.scrollWidth, over[0]?.outerHTML.slice(0, 260) ?? ''] as const
      })
      if (width > 320) wide.push([name, width, widest])
    }
    for (const path of paths) {
      const answer = await page.goto(origin + path)
      expect([200, 422], path).toContain(answer?.status())
      await look(path)
    }
    const mails = await office.database.db<
      { subject: string; html: string }[]
    >`select subject, html from mails`
    expect(mails.length).toBeGreaterThan(0)
    // A page of its own: the policy of the last page would allow no styles within a mail.
    const mailProgram = await page.context().newPage()
    for (const { subject, html } of mails) {
      await mailProgram.setContent(html)
      await look(`mail: ${subject.slice(0, 30)}`, mailProgram)
    }
    await page.context().close()
    expect(wide).toEqual([])
  })

  it('the summary of an order and each of its tickets print on one sheet of A4', async () => {
    const fixture = await createEventFixture(office, {
      title: 'Late set: Amina Diallo Quartet',
      description: '<p>Jazz by the river.</p>',
    })
    await fixture.organiser.call('PATCH', `/events/${fixture.eventId}/settings`, {
      location_details: {
        venue_name: 'Blue hall',
        address_line_1: 'Amstel 115',
        city: 'Amsterdam',
        zip_or_postal_code: '1018 EM',
        country: 'NL',
      },
      post_checkout_message: '<p>Doors open at 19:30. Bring the codes on a phone or on paper.</p>',
      offline_payment_instructions: '<p>Cash or card, at the box office in the hall.</p>',
      website_url: 'https://example.org/late-set',
    })
    const product = await addTicket(fixture, { title: 'Front row', type: 'PAID', prices: [{ price: 12.5 }] })
    const summary = await buyTickets(new Browser(office.app), fixture, { product, quantity: 2 })
    const tickets = [...summary.html.matchAll(/href="(\/ticket\/a_\w+)"/g)].map(([, path]) => path)
    const [order] = await office.database.db<{ short_id: string }[]>`
      select short_id from orders order by id desc limit 1`
    const page = await signedIn(fixture, 1280)
    await page.route('**/summary', (route) => route.fulfill({ contentType: 'text/html', body: summary.html }))
    const sheets: [string, number][] = []
    for (const path of [`/checkout/${fixture.eventId}/${order?.short_id}/summary`, ...tickets]) {
      await page.goto(origin + path)
      sheets.push([
        path?.split('/')[1] ?? '',
        pagesOf(await page.pdf({ format: 'A4', printBackground: true })),
      ])
    }
    await page.context().close()
    expect(sheets).toEqual([
      ['checkout', 1],
      ['ticket', 1],
      ['ticket', 1],
    ])
  })
})

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
}
