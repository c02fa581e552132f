import { ZONES } from '@tuvens/platform/zones'

/** `2026-12-13T08:52:37.000000Z` */
export function isoMicros(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000000Z`
}

/** `2026-12-13 08:52:37`, UTC: the format of sale dates and `reserved_until`. */
export function sqlDate(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ')
}

/** `Tue Nov 24 2026 09:05:36 GMT+0000`, the format of sale dates in the response to a product write. */
export function longDate(date: Date): string {
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ')
  return `${weekday.slice(0, 3)} ${month} ${day} ${year} ${time} GMT+0000`
}

export function orNull<T>(format: (date: Date) => T, date: Date | null): T | null {
  return date === null ? null : format(date)
}

/** The former zone names that PHP, and so Hi.Events, accepts. */
const FORMER_ZONES: ReadonlySet<string> = new Set([
  'Africa/Asmera',
  'America/Buenos_Aires',
  'America/Indianapolis',
  'America/Louisville',
  'Asia/Calcutta',
  'Asia/Saigon',
  'Europe/Kiev',
])

export function isTimezone(value: string): boolean {
  return ZONES.has(value) || FORMER_ZONES.has(value)
}

/** Currencies that Stripe, and so Hi.Events, does not support. */
const UNSUPPORTED = 'AWG ANG BTN CUP FKP HTG IRR KPW MRU SLE SSP STN SYP VES XCG ZWG'.split(' ')

/** ISO 4217 codes of the supported currencies. */
export const CURRENCIES: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').filter((code) => !UNSUPPORTED.includes(code)),
)
export function isCurrency(value: string): boolean {
  return CURRENCIES.has(value)
}

const DATE_PATTERN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/

/** Parses a date to the second; one without an offset is in `timezone`. @returns null when it is no date */
export function parseDate(value: string, timezone: string): Date | null {
  const found = DATE_PATTERN.exec(value)
  if (found === null) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = found
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const asUtc = Date.parse(`${wall}Z`)
  // Date.parse turns 30 February into 2 March; such a date is invalid.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== wall.slice(0, 10)) return null
  if (zone === undefined) return new Date(asUtc - offsetAt(asUtc, timezone))
  const at = Date.parse(wall + (zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`))
  return Number.isNaN(at) ? null : new Date(at)
}

/** Offset of a local time in ms. Computed twice: the first guess may lie on the other side of a daylight saving change. */
function offsetAt(wall: number, timezone: string): number {
  const first = zoneOffset(wall, timezone)
  return zoneOffset(wall - first, timezone)
}

function zoneOffset(at: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0)
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    Math.floor(at / 1000) * 1000
  )
}
