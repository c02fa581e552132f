import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent, Tier } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

let test: Harness
let event: FakeEvent
let next = 4000
beforeAll(async () => {
  test = await startHarness({
    withLoops: true,
    env: {
      EMBED_ORIGINS: 'https://tuvens.example,https://partner.example',
      // These tests count upstream reads: no sweep may read meanwhile.
      SWEEP_FAST_MS: '600000',
      SWEEP_STEADY_MS: '600000',
    },
  })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(String(next++)) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.tiers = [
    { id: 1, title: 'General admission', price: 0, left: 50 },
    { id: 2, title: 'Supporter', price: 12.5, left: 20 },
  ]
  event.status = 'LIVE'
})

const show = async (query = '', headers: Record<string, string> = {}) => {
  const answer = await fetch(`${test.url}/embed/${event.id}${query}`, { headers })
  return { status: answer.status, headers: answer.headers, page: await answer.text() }
}
const only = (tier: Partial<Tier>) => {
  event.tiers = [{ id: 1, title: 'Ticket', price: 10, left: 5, ...tier }]
}

describe('the picker', () => {
  it('shows the tickets as an HTML form for the top window', async () => {
    const { status, page } = await show()
    expect(status).toBe(200)
    expect(page).toContain('General admission')
    expect(page).toContain('€12.50')
    expect(page).toContain(`action="/embed/${event.id}/order"`)
    expect(page).toContain('target="_top"')
    expect(page).toContain('name="quantity.2.20"')
  })

  it('sets no cookie and lets only the configured origins frame it', async () => {
    const { headers } = await show()
    expect(headers.getSetCookie()).toEqual([])
    expect(headers.get('x-frame-options')).toBeNull()
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain('frame-ancestors https://tuvens.example https://partner.example;')
    expect(policy).not.toContain('unsafe')
  })

  it('takes at most four requests and 32 kB', async () => {
    const answer = await fetch(`${test.url}/embed/${event.id}`, { headers: { 'accept-encoding': 'br' } })
    const { html, bytes } = await readCompressed(`/embed/${event.id}`)
    const parts = [...html.matchAll(/(?:src=|url\()"?([^")]+)/g)]
      .map(([, path = '']) => path)
      .filter((each) => each.startsWith('/'))
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(parts.length + 1).toBeLessThanOrEqual(4)
    const sizes = await Promise.all(parts.map(async (path) => (await readCompressed(path)).bytes))
    expect(sizes.reduce((sum, each) => sum + each, bytes)).toBeLessThan(32 * 1024)
  })

  it('has a script of less than 3.4 kB that is cached for a year', async () => {
    const { picker } = test.context.assets
    expect(picker.compressed?.gzip.length).toBeLessThan(3.4 * 1024)
    const { headers } = await fetch(test.url + picker.path)
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it.each([
    ['sold out', { left: 0 }, 'Tickets are sold out.'],
    ['free', { price: 0 }, 'Free'],
    [
      'not yet on sale',
      {
        more: {
          is_before_sale_start_date: true,
          is_available: false,
          sale_start_date: '2030-11-26 09:05:37',
        },
      },
      'On sale <time datetime="2030-11-26T09:05:37.000Z" data-moment="true">Tue, Nov 26, 10:05 AM GMT+1</time>',
    ],
    [
      'no longer on sale',
      { more: { is_after_sale_end_date: true, is_available: false } },
      'Ticket sales are over.',
    ],
    ['not available', { more: { is_available: false } }, 'Not available'],
    ['a donation', { type: 'DONATION', price: 5 }, '€5.00 or more'],
    ['highlighted', { more: { is_highlighted: true, highlight_message: 'Best view' } }, 'Best view'],
    ['few', { more: { quantity_available: 3 } }, '3 left'],
    [
      'taxed',
      {
        priceMore: { price_including_taxes_and_fees: 12.1, tax_total: 2.1 },
        more: { taxes: [{ name: 'VAT' }] },
      },
      'incl. €2.10 VAT',
    ],
    ['discounted', { priceMore: { is_discounted: true, price_before_discount: 20 } }, '€20.00'],
    ['with a waiting list', { left: 0, more: { waitlist_enabled: true } }, 'Join the waiting list'],
  ] as [string, Partial<Tier>, string][])('shows when a ticket is %s', async (_what, tier, words) => {
    only(tier)
    expect((await show()).page).toContain(words)
  })

  it('shows prices without taxes where the organiser chose that', async () => {
    event.settings = { price_display_mode: 'EXCLUSIVE' }
    only({ priceMore: { price_including_taxes_and_fees: 12.1, tax_total: 2.1 } })
    const { page } = await show()
    expect(page).toContain('€10.00')
    expect(page).toContain('plus €2.10 tax')
  })

  it('formats money and dates for the requested locale, and falls back to English', async () => {
    expect((await show('?locale=nl')).page).toContain('€\u00a012,50')
    expect((await show('?locale=de-DE')).page).toContain('12,50\u00a0€')
    for (const nonsense of ['xx-nonsense-too-long-for-anything', '<script>', '..', '%00'])
      expect((await show(`?locale=${encodeURIComponent(nonsense)}`)).page).toContain('€12.50')
  })

  it('applies the requested theme', async () => {
    expect((await show('?theme=dark')).page).toContain('data-theme="dark"')
    expect((await show('?theme="><script>')).page).toContain('<html lang="en" data-surface="tickets">')
  })

  it('shows the title of the event only outside a frame', async () => {
    expect((await show('', { 'sec-fetch-dest': 'document' })).page).toContain(`<h1 dir="auto">${'Blue Note'}`)
    expect((await show('', { 'sec-fetch-dest': 'iframe' })).page).toContain('<h1 class="visually-hidden">')
  })

  it('sanitises the HTML of organisers', async () => {
    only({
      title: '<img src=x onerror=alert(1)>',
      more: {
        description:
          '<p onclick="x()">Front <b>row</b><script>alert(1)</script><a href="javascript:alert(1)">a</a><a href="https://x.test">b</a><img src=x onerror=alert(1)><iframe src="//evil"></iframe><style>*{display:none}</style></p>',
      },
    })
    const { page } = await show()
    expect(page).toContain('<p dir="auto">Front <b>row</b>')
    expect(page).toContain('href="https://x.test" rel="noopener noreferrer nofollow"')
    expect(page).not.toMatch(
      /<img|<iframe|javascript:|onclick|alert\(1\)<\/script>|display:none\}<\/style><\/p>/,
    )
    expect(page).toContain('&lt;img src=x onerror=alert(1)>')
  })

  it('escapes HTML in the title of an event', async () => {
    event.title = '</title><script>alert(1)</script>'
    const { page } = await show()
    expect(page).toContain('<title>&lt;/title>')
    expect(page).not.toContain('<script>alert')
  })

  it('says when an event has no tickets', async () => {
    event.tiers = []
    const { page } = await show()
    expect(page).toContain('There are no tickets available for this event')
    expect(page).not.toContain('Get tickets')
  })
})

describe('the picker of an event that is not on sale', () => {
  it.each([
    ['DRAFT', 'Tickets are coming soon.'],
    ['ARCHIVED', 'This event is cancelled.'],
  ])('explains %s before it was ever on sale: %s', async (status, words) => {
    event.status = 'DRAFT'
    await test.hiEvents.setStatus(event.id, status)
    await until(async () => (await show()).page.includes(words), words)
  })

  it('says that sales are paused', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(async () => (await linkRow())?.['was_live'])
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await until(async () => (await show()).page.includes('Ticket sales are paused.'), 'paused')
  })

  it('says that the event is over, and sells nothing', async () => {
    event.end_date = '2020-01-01T00:00:00.000000Z'
    const { page } = await show()
    expect(page).toContain('This event is over.')
    expect(page).not.toContain('<form')
  })

  it.each([
    '/embed/999999',
    '/embed/0',
    '/embed/abc',
    '/embed/-1',
    '/embed/99999999999999999999',
    '/embed/1.5',
    "/embed/'--",
  ])('says at %s that there are no tickets', async (path) => {
    const answer = await fetch(test.url + path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('There are no tickets here.')
  })

  const linkRow = async () =>
    (await test.database.db`select * from link_statuses where hi_event_id = ${event.id}`)[0]
})

describe('reading the shop for the picker', () => {
  // Reads of other events' shops must not use up a fault.
  const thisShop = () => new RegExp(`^GET /api/public/events/${event.id}\\b`)

  it('serves the last shop while the ticket system does not answer, and says so', async () => {
    await show()
    test.context.shopCache.invalidate(event.id)
    test.hiEvents.faults.push({ match: thisShop(), kind: 'cut', times: 2 })
    const { status, page } = await show()
    expect(status).toBe(200)
    expect(page).toContain('The ticket system is not answering right now')
    expect(page).toContain('Supporter')
  })

  it.each(['html', 'nonsense', 'huge', 'redirect', 'error'] as const)(
    'says that the ticket system does not answer when its response is %s',
    async (kind) => {
      test.hiEvents.faults.push({ match: thisShop(), kind, times: 2 })
      const { status, page } = await show()
      expect(status).toBe(503)
      expect(page).toContain('The ticket system is not answering right now')
    },
  )

  it('shows a change as soon as a webhook reports it', async () => {
    await show()
    event.tiers[1] = { id: 2, title: 'Renamed', price: 1, left: 1 }
    await test.hiEvents.deliver(event, 'product.updated', { id: 2, event_id: event.id })
    await until(async () => (await show()).page.includes('Renamed'), 'the new name')
  })

  it('checks a promo code with the visitor’s address, not with its own', async () => {
    await show('?promo_code=JAZZ10')
    const event = test.hiEvents.seen.findLast((each) => each.query.get('promo_code') === 'JAZZ10')
    const code = test.hiEvents.seen.findLast((each) => each.path.endsWith('/promo-codes/JAZZ10'))
    for (const asked of [event, code]) expect(asked?.headers['x-forwarded-for']).toBe('127.0.0.1')
  })

  it('keeps the selection when a promo code is applied', async () => {
    const { page } = await show('?promo_code=JAZZ10&quantity.2.20=3')
    expect(page).toMatch(/name="quantity\.2\.20"[^>]*value="3"/)
    expect(page).toMatch(/name="promo_code" value="JAZZ10"/)
  })
})

async function readCompressed(path: string): Promise<{ html: string; bytes: number }> {
  const { request } = await import('undici')
  const { body, headers } = await request(test.url + path, { headers: { 'accept-encoding': 'br' } })
  const raw = Buffer.from(await body.arrayBuffer())
  const isCompressed = headers['content-encoding'] === 'br'
  return { html: isCompressed ? brotliDecompressSync(raw).toString() : '', bytes: raw.length }
}
