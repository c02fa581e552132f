import { misdirectedTexts } from '@tuvens/platform/test-support/direction'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'

/** All texts of people have Hebrew letters only. */
const TITLE = 'ערב של ג׳אז'
const LINK = 'https://a.example/he'

let test: Harness
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness()
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('9800') }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  event.title = TITLE
  event.settings = { ...event.settings, product_page_message: `<p>${TITLE}</p>` }
  const description = `<p>${TITLE} ${LINK}</p><ul><li>${TITLE}</li></ul>`
  event.tiers = [
    {
      id: 1,
      title: 'כניסה',
      price: 10,
      left: 5,
      more: { description, highlight_message: 'חדש', is_highlighted: true },
    },
    { id: 2, title: 'נגמר', price: 10, left: 0, more: { waitlist_enabled: true } },
    { id: 3, title: 'תרומה', price: 5, left: 9, type: 'DONATION' },
    { id: 4, title: 'מקופל', price: 5, left: 9, more: { start_collapsed: true } },
  ]
  event.status = 'LIVE'
})
afterAll(() => test.stop())

const at = (path: string, init: RequestInit = {}) => fetch(`${test.url}/embed/${event.id}${path}`, init)
const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })

describe('text of people in the picker', () => {
  it.each<[string, () => Promise<Response>]>([
    ['with tickets', () => at('')],
    ['in a frame', () => at('', { headers: { 'sec-fetch-dest': 'iframe' } })],
    ['with a refused order', () => at('/order', form({ 'quantity.2.20': '1' }))],
    ['with an order of too many', () => at('/order', form({ 'quantity.1.10': '900' }))],
    [
      'with a refused waiting list',
      () => at('/waitlist', form({ price_id: '20', first_name: 'עדה', email: 'x' })),
    ],
    ['with a code', () => at('?promo_code=שלום&apply=1')],
    [
      'of several dates',
      () => {
        const date = {
          start_date: '2031-01-01T20:00:00Z',
          end_date: null,
          status: 'ACTIVE',
          capacity: 9,
          used: 0,
        } as const
        event.dates = [
          { ...date, id: 1, label: 'ראשון' },
          { ...date, id: 2, label: 'שני', start_date: '2031-02-01T20:00:00Z' },
        ]
        test.hiEvents.world.hasDates = true
        return at('?date=1')
      },
    ],
  ])('%s has its own direction', async (_name, open) => {
    const html = await (await open()).text()
    expect(html).toMatch(/[\u0590-\u05ff]/)
    expect(misdirectedTexts(html)).toEqual([])
  })

  it('stands between words that say their language, whatever the locale of numbers', async () => {
    const html = await (await at('?locale=de')).text()
    expect(html).toContain('<html lang="en"')
    expect(html).toContain('data-locale="de"')
  })

  it('has its addresses as links that open beside the page', async () => {
    delete event.dates
    expect(await (await at('')).text()).toContain(
      `<a href="${LINK}" rel="noopener noreferrer nofollow" target="_blank">${LINK}</a>`,
    )
  })
})
