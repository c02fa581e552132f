import { describe, expect, it } from 'vitest'
import { calendarOf } from './calendar.ts'
import { ENGLISH } from '../server/english.ts'
import { categoryName } from './category.ts'
import { paragraphsOf } from './paragraphs.ts'
import { addressLines, mapUrlOf, shortPlace } from './place.ts'
import { eventJsonLd } from './json-ld.ts'

const venue = {
  name: 'De Kas',
  address_line_1: 'Kamerlingh Onneslaan 3',
  zip_postal_code: '1097 DE',
  city: 'Amsterdam',
  country: 'NL',
}
const event = {
  id: '11',
  title: 'Dinner; late, long',
  description: 'One line.\nAnother \\ line.',
  startDate: '2026-06-13T18:00:00.000Z',
  endDate: null,
  timezone: 'Europe/Amsterdam',
  venue,
  imageUrl: null,
  detailsVersion: 1,
  imageAlt: null,
  category: 'FOOD_DRINK',
  currency: 'EUR',
  accountId: 1,
  accountName: 'Noorderlicht',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ticketing_enabled: true,
  ticketing_status: 'active',
  ticketing_phase: 'on_sale',
  ticketing_version: 3,
  hi_events_event_id: 2,
  hi_events_event_url: null,
  widget_url: null,
  contactData: {},
} as const
const PAGE = 'https://tuvens.example/event/11'
const PAGES = { url: PAGE, share: 'https://tuvens.example/shares/11.jpg?v=1' }

describe('a place', () => {
  it('is short in lists and whole on its page', () => {
    expect(shortPlace(venue, ENGLISH)).toBe('De Kas, Amsterdam')
    expect(addressLines(venue, 'en-GB')).toEqual([
      'Kamerlingh Onneslaan 3',
      '1097 DE Amsterdam',
      'Netherlands',
    ])
  })

  it('may be unknown, or only a name', () => {
    expect(shortPlace(null, ENGLISH)).toBe('Place to be announced')
    expect(addressLines({ name: 'Somewhere' }, 'en-GB')).toEqual([])
  })

  it('can be found on a map', () => {
    expect(new URL(mapUrlOf(venue, 'en-GB')).searchParams.get('query')).toContain('De Kas, Kamerlingh')
  })
})

describe("an organiser's text", () => {
  it('is paragraphs of lines', () => {
    expect(paragraphsOf('One\r\ntwo\n\n\nthree\n')).toEqual([['One', 'two'], ['three']])
    expect(paragraphsOf('')).toEqual([])
  })

  it('shows a category by its name, and an unknown one unchanged', () => {
    expect(categoryName('FOOD_DRINK', ENGLISH)).toBe('Food & drink')
    expect(categoryName('CHESS', ENGLISH)).toBe('CHESS')
  })
})

describe('an event as a calendar file', () => {
  const file = calendarOf(event, PAGE)

  it('holds instants in UTC, and two hours when no end is known', () => {
    expect(file).toContain('DTSTART:20260613T180000Z\r\nDTEND:20260613T200000Z')
  })

  it('escapes what a calendar would take for its own', () => {
    expect(file).toContain('SUMMARY:Dinner\\; late\\, long')
    expect(file.replace(/\r\n /g, '')).toContain('DESCRIPTION:One line.\\nAnother \\\\ line.')
  })

  it('has no line over 75 octets, also with letters of several', () => {
    const long = calendarOf({ ...event, title: 'é'.repeat(200) }, PAGE)
    const lengths = long.split('\r\n').map((line) => new TextEncoder().encode(line).length)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(75)
    expect(long.replace(/\r\n /g, '')).toContain('é'.repeat(200))
  })

  it('shows when the event is cancelled', () => {
    expect(calendarOf({ ...event, ticketing_phase: 'cancelled' }, PAGE)).toContain('STATUS:CANCELLED')
  })
})

describe('an event for search engines', () => {
  it('cannot end the script element it stands in', () => {
    const schema = eventJsonLd({ ...event, title: '</script><script>alert(1)</script>' }, PAGES)
    expect(schema).not.toContain('<')
    expect(JSON.parse(schema)).toMatchObject({ '@type': 'Event', name: '</script><script>alert(1)</script>' })
  })

  it('contains whether it takes place', () => {
    expect(eventJsonLd(event, PAGES)).toContain('EventScheduled')
    expect(eventJsonLd({ ...event, ticketing_phase: 'cancelled' }, PAGES)).toContain('EventCancelled')
  })

  it.each([
    ['on_sale', 'InStock'],
    ['low', 'LimitedAvailability'],
    ['held', 'OutOfStock'],
    ['waiting_list', 'SoldOut'],
    ['sold_out', 'SoldOut'],
    ['paused', 'OutOfStock'],
    ['sales_over', 'OutOfStock'],
  ] as const)('says how tickets can be had: %s is %s', (ticketing_phase, availability) => {
    expect(JSON.parse(eventJsonLd({ ...event, ticketing_phase }, PAGES))).toMatchObject({
      offers: { '@type': 'Offer', url: PAGE, availability: `https://schema.org/${availability}` },
    })
  })

  it.each([
    ['12.50', '12.50', { '@type': 'Offer', price: '12.50' }],
    ['10.00', '25.00', { '@type': 'AggregateOffer', lowPrice: '10.00', highPrice: '25.00' }],
    ['5.00', null, { '@type': 'AggregateOffer', lowPrice: '5.00' }],
  ])('says what tickets cost: from %s to %s', (least, most, offers) => {
    const ticketing_prices = { currency: 'CAD', least, most }
    const schema = eventJsonLd({ ...event, ticketing_phase: 'on_sale', ticketing_prices }, PAGES)
    expect(JSON.parse(schema).offers).toEqual({
      ...offers,
      priceCurrency: 'CAD',
      url: PAGE,
      availability: 'https://schema.org/InStock',
    })
  })

  it.each(['none', 'preparing', 'soon', 'ended', 'cancelled'] as const)(
    'offers nothing while there is nothing to be had: %s',
    (ticketing_phase) => {
      expect(JSON.parse(eventJsonLd({ ...event, ticketing_phase }, PAGES))).not.toHaveProperty('offers')
    },
  )
})
