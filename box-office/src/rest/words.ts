import { hoursOf, longDayOf, momentOf, timeOf } from '@tuvens/platform/text/event-time'

const LOCALE = 'en-GB'

/** `€12.50`. */
export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).format(amount)
}

/** As `money`, with "Free" for 0. */
export function price(amount: number, currency: string): string {
  return amount === 0 ? 'Free' : money(amount, currency)
}

/** The decimals of a currency, at most 2: Hi.Events stores no more. */
export function decimalsOf(currency: string): number {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return Math.min(2, maximumFractionDigits)
}

const currencies = new Intl.DisplayNames(LOCALE, { type: 'currency' })

/** "Japanese Yen". */
export function currencyName(code: string): string {
  return currencies.of(code) ?? code
}

export function count(amount: number): string {
  return new Intl.NumberFormat(LOCALE).format(amount)
}

/** "1 ticket", "2 tickets". */
export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`
}

type Parts = Intl.DateTimeFormatOptions

/** "Sun 13 Dec 2026 · 20:00": for tables and lists. */
export function shortDateTime(at: Date, timeZone: string): string {
  return momentOf(at, LOCALE, { timeZone, hasYear: true })
}

/** "20:00". */
export function clockTime(at: Date, zone: string): string {
  return timeOf(at, LOCALE, zone)
}

/** "Sunday 13 December 2026, 20:00 – 23:00"; both days when they differ by more than a night. */
export function dateRange(start: Date, to: Date | null, timeZone: string): string {
  const span = { start, end: to === null || to <= start ? null : to, timeZone }
  return `${longDayOf(span, LOCALE)}, ${hoursOf(span, LOCALE)}`
}

/** "Central European Standard Time"; depends on daylight saving at `at`. */
export function zoneName(zone: string, at: Date): string {
  const parts = formatter({ timeZoneName: 'long' }, zone).formatToParts(at)
  return parts.find((each) => each.type === 'timeZoneName')?.value ?? zone
}

/** Value of a `datetime-local` field, in `zone`. */
export function localInput(at: Date, zone: string): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map((each) => [each.type, each.value]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

function formatter(parts: Parts, zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(LOCALE, { ...parts, timeZone: zone })
}
