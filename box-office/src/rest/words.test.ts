import { describe, expect, it } from 'vitest'
import {
  clockTime,
  currencyName,
  dateRange,
  decimalsOf,
  localInput,
  money,
  plural,
  price,
  zoneName,
} from './words.ts'

const at = (iso: string) => new Date(iso)

describe('money in words', () => {
  it('writes an amount in its currency, with the decimals it has', () => {
    expect(money(12.5, 'EUR')).toBe('€12.50')
    expect(money(1500, 'JPY')).toBe('¥1,500')
  })
  it('knows how many decimals a currency has, as far as they are kept, and its name', () => {
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
  it('tells an evening by its day and both its hours, in the zone of the event', () => {
    expect(dateRange(at('2026-12-13T19:00:00Z'), at('2026-12-13T22:30:00Z'), 'Europe/Amsterdam')).toBe(
      'Sunday, 13 December 2026, 20:00–23:30',
    )
  })
  it('tells both days of a night', () => {
    const words = dateRange(at('2026-12-13T22:00:00Z'), at('2026-12-14T02:00:00Z'), 'Europe/Amsterdam')
    expect(words).toContain('Sunday, 13 December 2026')
    expect(words).toContain('Monday, 14 December 2026')
  })
  it('tells the start alone where there is no end', () => {
    expect(dateRange(at('2026-12-13T19:00:00Z'), null, 'America/New_York')).toBe(
      'Sunday, 13 December 2026 at 14:00',
    )
  })
  it('names the zone as it is called on that day', () => {
    expect(zoneName('Europe/Amsterdam', at('2026-12-13T19:00:00Z'))).toBe('Central European Standard Time')
    expect(zoneName('Europe/Amsterdam', at('2026-07-13T19:00:00Z'))).toBe('Central European Summer Time')
  })
  it('writes midnight as 00:00', () => {
    expect(clockTime(at('2026-12-13T23:00:00Z'), 'Europe/Amsterdam')).toBe('00:00')
    expect(localInput(at('2026-12-13T23:00:00Z'), 'Europe/Amsterdam')).toBe('2026-12-14T00:00')
  })
})
