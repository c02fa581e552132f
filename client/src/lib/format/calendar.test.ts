import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarFeed, calendarOf } from './calendar.ts'
import { eventJsonLd } from './json-ld.ts'

const event = {
  id: '11',
  title: 'Dinner',
  description: 'An evening.',
  startDate: '2026-06-13T18:00:00.000Z',
  endDate: '2026-06-13T21:30:00.000Z',
  timezone: 'Europe/Amsterdam',
  venue: { name: 'De Kas', city: 'Amsterdam' },
  imageUrl: 'https://pictures.example/a.jpg',
  detailsVersion: 1,
  imageAlt: null,
  category: 'FOOD_DRINK',
  currency: 'EUR',
  accountId: 1,
  accountName: 'Noorderlicht',
  updatedAt: '2026-01-01T10:20:30.456Z',
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
const PAGES = { url: PAGE, share: 'https://site.example/shares/1.jpg?v=1' }

/** A reader of RFC 5545 of its own: unfolds lines, splits them, and removes escapes. */
function parseCalendar(file: string): Map<string, string> {
  const lines = file
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter(Boolean)
  return new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      const [name = ''] = line.slice(0, colon).split(';')
      const value = line
        .slice(colon + 1)
        .replace(/\\(.)/gs, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
      return [name, value]
    }),
  )
}

/** What people type: any printable text, with line breaks and the characters that calendars and HTML treat specially. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\\', ';', ',', ':', '"', '<', '>', '&', '\\n', '</script>', '🎻', 'é', '音'),
      fc.string(),
    ),
  )
  .map((parts) =>
    parts
      .join('')
      .replace(/(?!\n)\p{Cc}|[\u2028\u2029]/gu, '')
      .trim(),
  )

/** Everything that some reader takes for the end of a line. */
const LINE_ENDS = ['\r', '\n', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029']

describe('a calendar file', () => {
  it('gives back any title and description unchanged', () => {
    fc.assert(
      fc.property(texts, texts, (title, description) => {
        const read = parseCalendar(calendarOf({ ...event, title, description }, PAGE))
        expect(read.get('SUMMARY')).toBe(title)
        expect(read.get('DESCRIPTION')).toBe(`${description}\n\n${PAGE}`.trim())
      }),
    )
  })

  it('has no line over 75 octets and no character that is cut in two, for any text', () => {
    fc.assert(
      fc.property(texts, (title) => {
        const file = calendarOf({ ...event, title: title.repeat(5) }, PAGE)
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(file).not.toContain('\ufffd')
      }),
    )
  })

  it('never gains a property from the text of an organiser', () => {
    fc.assert(
      fc.property(texts, texts, (title, description) => {
        const forged = `${title}\nATTACH:https://evil.example\r\nEND:VEVENT`
        const names = [...parseCalendar(calendarOf({ ...event, title: forged, description }, PAGE)).keys()]
        const plain = [...parseCalendar(calendarOf(event, PAGE)).keys()]
        expect(names).toEqual(plain)
      }),
    )
  })

  it('is the same for every kind of line end, and contains no control character', () => {
    const shared = fc.array(fc.oneof(texts, fc.constantFrom('\0', '\u0007', '\u001b', '\u009f')))
    fc.assert(
      fc.property(shared, fc.constantFrom(...LINE_ENDS), (parts, lineEnd) => {
        const file = calendarOf({ ...event, title: parts.join(lineEnd) }, PAGE)
        expect(file).toBe(calendarOf({ ...event, title: parts.join('\n') }, PAGE))
        expect(file.replaceAll('\r\n', '')).not.toMatch(/(?!\t)\p{Cc}|[\u2028\u2029]/u)
        expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
      }),
    )
  })

  it('names the place, or has no location', () => {
    expect(parseCalendar(calendarOf(event, PAGE)).get('LOCATION')).toBe('De Kas, Amsterdam')
    expect(parseCalendar(calendarOf({ ...event, venue: null }, PAGE)).has('LOCATION')).toBe(false)
  })

  it('has an identifier, a sequence and a time stamp that a later version replaces', () => {
    const read = parseCalendar(calendarOf(event, PAGE))
    expect(read.get('UID')).toBe('event-11@tuvens.example')
    expect(read.get('SEQUENCE')).toBe('3')
    expect(read.get('DTSTAMP')).toBe('20260101T102030Z')
  })

  it('ends when the event ends', () => {
    expect(parseCalendar(calendarOf(event, PAGE)).get('DTEND')).toBe('20260613T213000Z')
  })

  it.each([
    ['cancelled', 'CANCELLED'],
    ['on_sale', 'CONFIRMED'],
    ['none', 'CONFIRMED'],
  ] as const)('of an event that is %s has the status %s', (ticketing_phase, status) => {
    expect(parseCalendar(calendarOf({ ...event, ticketing_phase }, PAGE)).get('STATUS')).toBe(status)
  })
})

describe('the calendar file of an event of several dates', () => {
  it('has an entry for each, and cancels those that are cancelled', () => {
    const date = (id: number, state: 'open' | 'cancelled') => ({
      id,
      startDate: `2026-06-${id}T18:00:00.000Z`,
      endDate: null,
      label: state === 'open' ? 'Late show' : null,
      state,
    })
    const file = calendarOf({ ...event, ticketing_dates: [date(20, 'open'), date(27, 'cancelled')] }, PAGE)
    const valuesOf = (name: string) =>
      [...file.matchAll(new RegExp(`^${name}:(.*)\\r$`, 'gm'))].map(([, value]) => value)
    expect(valuesOf('UID')).toEqual(['event-11-20@tuvens.example', 'event-11-27@tuvens.example'])
    expect(valuesOf('DTSTART')).toEqual(['20260620T180000Z', '20260627T180000Z'])
    expect(valuesOf('STATUS')).toEqual(['CONFIRMED', 'CANCELLED'])
    expect(valuesOf('SUMMARY')).toEqual(['Dinner: Late show', 'Dinner'])
  })
})

describe('the schema.org data of an event', () => {
  it('gives back any text, and never contains the character that could end its script element', () => {
    fc.assert(
      fc.property(texts, texts, texts, (title, description, accountName) => {
        const json = eventJsonLd({ ...event, title, description, accountName }, PAGES)
        expect(json).not.toContain('<')
        expect(JSON.parse(json)).toMatchObject({ name: title, description, organizer: { name: accountName } })
      }),
    )
  })

  it('has start, end, image and address of the event', () => {
    const venue = {
      name: 'De Kas',
      address_line_1: 'Kamerlingh Onneslaan 3',
      zip_postal_code: '1097 DE',
      city: 'Amsterdam',
      state_region: 'Noord-Holland',
      country: 'NL',
    }
    expect(JSON.parse(eventJsonLd({ ...event, venue }, PAGES))).toMatchObject({
      '@context': 'https://schema.org',
      startDate: event.startDate,
      endDate: event.endDate,
      image: [event.imageUrl, PAGES.share],
      eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
      location: {
        name: 'De Kas',
        address: {
          streetAddress: 'Kamerlingh Onneslaan 3',
          postalCode: '1097 DE',
          addressLocality: 'Amsterdam',
          addressRegion: 'Noord-Holland',
          addressCountry: 'NL',
        },
      },
    })
  })

  it('leaves out what is not known', () => {
    const data: unknown = JSON.parse(
      eventJsonLd({ ...event, endDate: null, imageUrl: null, venue: null }, PAGES),
    )
    for (const name of ['endDate', 'eventAttendanceMode', 'location']) expect(data).not.toHaveProperty(name)
    expect(data).toMatchObject({ image: [PAGES.share] })
  })
})

it('has an entry of its own for each of two dates that start together', () => {
  const [startDate, endDate] = [event.startDate, event.endDate]
  const ticketing_dates = [1, 2].map((id) => ({
    id,
    startDate,
    endDate,
    label: `Hall ${id}`,
    state: 'open' as const,
  }))
  const file = calendarOf({ ...event, ticketing_dates }, PAGE)
  const ids = file.match(/UID:.*/g) ?? []
  expect([ids.length, new Set(ids).size]).toEqual([2, 2])
})

describe('a calendar to subscribe to', () => {
  const HOUR = 3_600_000
  const furtherDates = Array.from({ length: 99 }, (_, index) => ({
    startDate: new Date(Date.parse(event.startDate) + (index + 1) * 24 * HOUR).toISOString(),
    endDate: null,
  }))
  const feedOf = (count: number, from = 0) => {
    const events = Array.from({ length: count }, (_, index) => ({
      ...event,
      id: String(index),
      furtherDates,
      description: 'A long evening. '.repeat(1_250),
    }))
    return calendarFeed({ name: 'Tuvens', origin: 'https://tuvens.example', events, from })
  }
  const entriesIn = (feed: string) => feed.match(/BEGIN:VEVENT/g)?.length

  it('stays small, however many dates and long texts its events have', () => {
    const feed = feedOf(300)
    expect(entriesIn(feed)).toBe(500)
    expect(feed.length).toBeLessThan(1_000_000)
  })

  it('leaves out dates that are over', () => {
    expect(entriesIn(feedOf(1))).toBe(100)
    expect(entriesIn(feedOf(1, Date.parse(event.startDate) + 30 * 24 * HOUR))).toBe(70)
  })
})
