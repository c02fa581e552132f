import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCurrency, isTimezone, parseDate } from './dates.ts'
import { localInput } from './words.ts'

describe('a date without an offset', () => {
  it.each([
    ['2026-12-13', 'Europe/Amsterdam', '2026-12-12T23:00:00.000Z'],
    ['2026-12-13 20:00:00', 'Europe/Amsterdam', '2026-12-13T19:00:00.000Z'],
    ['2026-07-13T20:00', 'Europe/Amsterdam', '2026-07-13T18:00:00.000Z'],
    ['2026-07-13T20:00', 'America/New_York', '2026-07-14T00:00:00.000Z'],
    ['2026-07-13T20:00', 'Asia/Kathmandu', '2026-07-13T14:15:00.000Z'],
    ['2026-07-13T20:00', 'UTC', '2026-07-13T20:00:00.000Z'],
  ])('%s in %s is %s', (written, zone, expected) => {
    expect(parseDate(written, zone)?.toISOString()).toBe(expected)
  })

  it.each([
    ['before clocks go forward', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['after clocks go forward', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['before clocks go back', '2026-10-25T01:59', '2026-10-24T23:59:00.000Z'],
    ['after clocks go back', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
  ])('is exact %s', (_when, written, expected) => {
    expect(parseDate(written, 'Europe/Amsterdam')?.toISOString()).toBe(expected)
  })

  it('is read back from a form field as the minute it showed, in every zone', () => {
    const zones = ['UTC', 'Europe/Amsterdam', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati']
    const minute = fc.integer({ min: 25_000_000, max: 35_000_000 })
    fc.assert(
      fc.property(minute, fc.constantFrom(...zones), (minutes, zone) => {
        const shown = localInput(new Date(minutes * 60_000), zone)
        const read = parseDate(shown, zone)
        // One local time can be two moments when clocks go back; both show the same field.
        expect(read && localInput(read, zone)).toBe(shown)
      }),
    )
  })
})

describe('a date with an offset', () => {
  it.each([
    ['2026-12-13T20:00:00Z', '2026-12-13T20:00:00.000Z'],
    ['2026-12-13T20:00:00.123456Z', '2026-12-13T20:00:00.000Z'],
    ['2026-12-13T20:00:00+02:00', '2026-12-13T18:00:00.000Z'],
    ['2026-12-13T20:00:00-0530', '2026-12-14T01:30:00.000Z'],
  ])('%s is %s, whatever the zone of the event', (written, expected) => {
    expect(parseDate(written, 'Asia/Tokyo')?.toISOString()).toBe(expected)
  })
})

describe('a text that is no date', () => {
  it.each([
    '',
    'tomorrow',
    '2026',
    '2026-13-01',
    '2026-00-10',
    '2026-02-30',
    '2025-02-29',
    '2026-12-13T25:00',
    '2026-12-13T20:61',
    '2026-12-13T20:00:00+99:99',
    '13/12/2026',
    '2026-12-13T20:00 or so',
  ])('is refused: %j', (written) => {
    expect(parseDate(written, 'UTC')).toBeNull()
  })

  it('is not 29 February of a leap year', () => {
    expect(parseDate('2028-02-29', 'UTC')?.toISOString()).toBe('2028-02-29T00:00:00.000Z')
  })
})

describe('zones and currencies', () => {
  it.each(['Europe/Amsterdam', 'Europe/Kiev', 'Asia/Calcutta', 'UTC'])('include %s', (zone) => {
    expect(isTimezone(zone)).toBe(true)
  })

  it.each(['', 'Amsterdam', 'europe/amsterdam', 'CET+1', 'Mars/Olympus'])('do not include %j', (zone) => {
    expect(isTimezone(zone)).toBe(false)
  })

  it('include the currencies that Stripe takes, in capital letters', () => {
    expect(['EUR', 'USD', 'JPY', 'GBP'].every(isCurrency)).toBe(true)
    expect(['eur', 'XXX', 'IRR', '', 'EURO'].some(isCurrency)).toBe(false)
  })
})
