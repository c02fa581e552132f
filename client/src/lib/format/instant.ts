import type { ReaderSettings } from './when/dates.ts'

/** An instant as text: relative to now, and exact. */
export type InstantText = { at: string; ago: string; exact: string }

const UNITS: readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, 'second', 1],
  [3_600, 'minute', 60],
  [86_400, 'hour', 3_600],
  [Number.POSITIVE_INFINITY, 'day', 86_400],
]

/** "3 minutes ago" and "14 Jun, 20:03:11 CEST"; the latter in UTC while the reader's zone is unknown. */
export function instantText(at: string, { locale, zone }: ReaderSettings, now: number): InstantText {
  const seconds = Math.round((Date.parse(at) - now) / 1000)
  const [, unit, size] = UNITS.find(([limit]) => Math.abs(seconds) < limit) ?? ['', 'second', 1]
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  )
  return { at, ago: ago === 'now' ? 'just now' : ago, exact: exactly(at, { locale, zone }, now) }
}

function exactly(at: string, { locale, zone }: ReaderSettings, now: number): string {
  const date = new Date(at)
  const timeZone = zone ?? 'UTC'
  const part = (of: Date | number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(of).replace(/\u202f/g, ' ')
  const isThisYear = part(date, { year: 'numeric' }) === part(now, { year: 'numeric' })
  const day = part(date, { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) })
  return `${day}, ${part(date, { timeStyle: 'medium' })} ${zoneNameAt(date, locale, timeZone)}`
}

/** The short name of a zone at that moment, such as "CEST" or "GMT+2". */
export function zoneNameAt(date: Date, locale: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(date)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}
