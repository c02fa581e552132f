import { EVENT_TIMES } from '@tuvens/platform/test-support/event-times'
import { describe, expect, it } from 'vitest'
import { isCurrency, parseDate } from './dates.ts'
import { type Location, placeLine, placeParts } from './place.ts'
import { plainText, purifyHtml, roundMoney, slugOf } from './text.ts'
import {
  clockTime,
  count,
  currencyName,
  dateRange,
  decimalsOf,
  localInput,
  money,
  plural,
  price,
  shortDateTime,
  zoneName,
} from './words.ts'

describe('an amount of money', () => {
  it.each([
    [4.515, 4.52],
    [1.005, 1.01],
    [0.1 + 0.2, 0.3],
    [2.675, 2.68],
    [10, 10],
    [0.004, 0],
    [0.005, 0.01],
    [99_999_999.995, 100_000_000],
    [19.99 * 3, 59.97],
  ])('%f is rounded to %f, halves up', (value, rounded) => {
    expect(roundMoney(value)).toBe(rounded)
  })

  it.each([
    [0, 'EUR', '€0.00', 'Free'],
    [12.5, 'EUR', '€12.50', '€12.50'],
    [1234.5, 'USD', '$1,234.50', '$1,234.50'],
    [1500, 'JPY', '¥1,500', '¥1,500'],
    [0.5, 'GBP', '£0.50', '£0.50'],
  ])('%f %s is written %s, as a price %s', (amount, currency, written, asPrice) => {
    expect([money(amount, currency), price(amount, currency)]).toEqual([written, asPrice])
  })

  it.each([
    ['EUR', 2],
    ['USD', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['BHD', 2],
  ])('in %s has %i decimals', (currency, decimals) => {
    expect([isCurrency(currency), decimalsOf(currency)]).toEqual([true, decimals])
  })
})

describe('a number of things', () => {
  it.each([
    [0, '0 places'],
    [1, '1 place'],
    [2, '2 places'],
    [1_234_567, '1,234,567 places'],
  ])('%i is written %s', (amount, written) => {
    expect(plural(amount, 'place')).toBe(written)
    expect(written.startsWith(count(amount))).toBe(true)
  })

  it('can have a plural of its own', () => {
    expect([plural(1, 'person', 'people'), plural(3, 'person', 'people')]).toEqual(['1 person', '3 people'])
  })
})

describe('a moment', () => {
  it.each([
    ['2030-01-15T23:30:00Z', 'Europe/Amsterdam', 'Wed 16 Jan 2030 · 00:30', '2030-01-16T00:30'],
    ['2030-07-15T22:00:00Z', 'Europe/Amsterdam', 'Tue 16 Jul 2030 · 00:00', '2030-07-16T00:00'],
    ['2030-07-15T22:00:00Z', 'America/New_York', 'Mon 15 Jul 2030 · 18:00', '2030-07-15T18:00'],
    ['2030-07-15T22:00:00Z', 'Asia/Kathmandu', 'Tue 16 Jul 2030 · 03:45', '2030-07-16T03:45'],
    ['2030-07-15T22:00:00Z', 'UTC', 'Mon 15 Jul 2030 · 22:00', '2030-07-15T22:00'],
  ])('%s in %s is shown as %s, and in a field as %s', (iso, zone, shown, field) => {
    expect([shortDateTime(new Date(iso), zone), localInput(new Date(iso), zone)]).toEqual([shown, field])
    expect(parseDate(field, zone)?.toISOString()).toBe(new Date(iso).toISOString())
  })

  it.each(EVENT_TIMES)('is told as on the event site: $what', ({ start, end, timeZone, page, list }) => {
    expect(dateRange(new Date(start), end === null ? null : new Date(end), timeZone)).toBe(page)
    expect(shortDateTime(new Date(start), timeZone)).toBe(list)
  })

  it.each(['2030-05-01T18:00:00Z', '2030-05-01T17:00:00Z'])(
    'has no end that is not after its start',
    (end) => {
      const shown = dateRange(new Date('2030-05-01T18:00:00Z'), new Date(end), 'Europe/Amsterdam')
      expect(shown).toBe('Wednesday 1 May 2030, 20:00')
    },
  )

  it.each([
    ['America/New_York', '2030-01-01T00:00:00Z', 'Eastern Standard Time'],
    ['America/New_York', '2030-07-01T00:00:00Z', 'Eastern Daylight Time'],
    ['Asia/Tokyo', '2030-07-01T00:00:00Z', 'Japan Standard Time'],
  ])('in %s at %s is in %s', (zone, iso, name) => {
    expect(zoneName(zone, new Date(iso))).toBe(name)
  })
})

describe('a place', () => {
  const paradiso: Location = {
    venue_name: 'Paradiso',
    address_line_1: 'Weteringschans 6',
    address_line_2: null,
    zip_or_postal_code: '1017 SG',
    city: 'Amsterdam',
    state_or_region: null,
    country: 'NL',
  }

  it.each<[Partial<Location>, string[]]>([
    [{}, ['Paradiso', 'Weteringschans 6', '1017 SG Amsterdam', 'Netherlands']],
    [{ venue_name: null }, ['Weteringschans 6', '1017 SG Amsterdam', 'Netherlands']],
    [{ venue_name: '' }, ['Weteringschans 6', '1017 SG Amsterdam', 'Netherlands']],
    [
      { address_line_2: 'Upstairs', state_or_region: 'NH' },
      ['Paradiso', 'Weteringschans 6', 'Upstairs', '1017 SG Amsterdam', 'NH', 'Netherlands'],
    ],
    [{ zip_or_postal_code: '' }, ['Paradiso', 'Weteringschans 6', 'Amsterdam', 'Netherlands']],
    [{ country: 'Utopia' }, ['Paradiso', 'Weteringschans 6', '1017 SG Amsterdam', 'Utopia']],
  ])('with %j has the lines %j', (part, lines) => {
    expect(placeParts({ ...paradiso, ...part })).toEqual(lines)
  })

  it('is "Online" for an online event, whatever its address, and nothing when it is not known', () => {
    expect([placeLine(paradiso, true), placeLine(null, true), placeLine(null, false)]).toEqual([
      'Online',
      'Online',
      null,
    ])
    expect(placeLine(paradiso, false)).toBe('Paradiso, Weteringschans 6, 1017 SG Amsterdam, Netherlands')
  })
})

describe('HTML of an organiser', () => {
  it.each([
    ['<p>Jazz</p>', '<p>Jazz</p>'],
    ['<h2>Doors</h2><ul><li>19:00</li></ul>', '<h2>Doors</h2><ul><li>19:00</li></ul>'],
    ['<a href="mailto:ask@example.com">Ask</a>', '<a href="mailto:ask@example.com">Ask</a>'],
    ['<a href="JaVaScRiPt:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="java\tscript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="//evil.example">x</a>', '<a href="//evil.example">x</a>'],
    ['<img src="data:image/svg+xml,<svg onload=x>">', '<img />'],
    ['<p onmouseover="x()" id="a" class="b">x</p>', '<p>x</p>'],
    ['<iframe src="https://a.example"></iframe>', ''],
    ['<object data="x"></object><embed src="x">', ''],
    ['<base href="https://evil.example"><meta http-equiv="refresh">', ''],
    ['<math><mi>x</mi></math>', 'x'],
    ['<scr<script>ipt>alert(1)</script>', 'ipt&gt;alert(1)'],
    ['<p>unclosed', '<p>unclosed</p>'],
  ])('%s is stored as %s', (dirty, clean) => {
    expect(purifyHtml(dirty)).toBe(clean)
    expect(purifyHtml(clean)).toBe(clean)
  })

  it.each([
    ['<p>One</p><p>Two</p>', 'One Two'],
    ['One<br>Two', 'One Two'],
    ['<b>Ja</b>zz', 'Jazz'],
    ['<h1>Jazz</h1>by the river', 'Jazz by the river'],
    ['&quot;Jazz&quot; &amp; more', '"Jazz" & more'],
    ['<script>alert(1)</script>Jazz', 'Jazz'],
    ['  a \n\n b  ', 'a b'],
    ['', ''],
  ])('%s is the text %s', (html, text) => {
    expect(plainText(html)).toBe(text)
  })
})

describe('a title in an address', () => {
  it.each([
    ['Jazz', 'jazz'],
    ['Jazz & Strings', 'jazz-strings'],
    ['  Jazz!  ', 'jazz'],
    ['Über Zürich', 'uber-zurich'],
    ['Smørrebrød', 'sm-rrebr-d'],
    ['2030 — The End', '2030-the-end'],
    ['../../etc/passwd', 'etc-passwd'],
    ['🎷', ''],
  ])('%s becomes %j', (title, slug) => {
    expect(slugOf(title)).toBe(slug)
  })
})

const at = (iso: string) => new Date(iso)

describe('money in words', () => {
  it('writes an amount in its currency, with the decimals it has', () => {
    expect(money(12.5, 'EUR')).toBe('€12.50')
    expect(money(1500, 'JPY')).toBe('¥1,500')
  })
  it('gives the stored decimals of a currency, and its name', () => {
    expect(['EUR', 'JPY', 'KRW', 'KWD'].map(decimalsOf)).toEqual([2, 0, 0, 2])
    expect(currencyName('JPY')).toBe('Japanese Yen')
  })
  it('calls nothing free', () => {
    expect(price(0, 'EUR')).toBe('Free')
    expect(price(1, 'GBP')).toBe('£1.00')
  })
  it('counts in words', () => {
    expect([plural(1, 'ticket'), plural(2, 'ticket'), plural(1200, 'ticket')]).toEqual([
      '1 ticket',
      '2 tickets',
      '1,200 tickets',
    ])
  })
})

describe('time in words', () => {
  it('names the zone as it is called on that day', () => {
    expect(zoneName('Europe/Amsterdam', at('2026-12-13T19:00:00Z'))).toBe('Central European Standard Time')
    expect(zoneName('Europe/Amsterdam', at('2026-07-13T19:00:00Z'))).toBe('Central European Summer Time')
  })
  it('writes midnight as 00:00', () => {
    expect(clockTime(at('2026-12-13T23:00:00Z'), 'Europe/Amsterdam')).toBe('00:00')
    expect(localInput(at('2026-12-13T23:00:00Z'), 'Europe/Amsterdam')).toBe('2026-12-14T00:00')
  })
})
