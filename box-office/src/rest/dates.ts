import { ZONES } from '@tuvens/platform/zones'

/** `2026-12-13T08:52:37.000000Z` */
export function isoMicros(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000000Z`
}

/** `2026-12-13 08:52:37`, UTC, as sale dates and holds are told. */
export function sqlDate(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ')
}

/** `Tue Nov 24 2026 09:05:36 GMT+0000`, as a product's sale dates come back from the call that wrote them. */
export function longDate(date: Date): string {
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ')
  return `${weekday.slice(0, 3)} ${month} ${day} ${year} ${time} GMT+0000`
}

export function orNull<T>(format: (date: Date) => T, date: Date | null): T | null {
  return date === null ? null : format(date)
}

/** Old names a Hi.Events translates; the others it refuses, as PHP does. */
const STILL_KNOWN: ReadonlySet<string> = new Set([
  'Africa/Asmera',
  'America/Buenos_Aires',
  'America/Indianapolis',
  'America/Louisville',
  'Asia/Calcutta',
  'Asia/Saigon',
  'Europe/Kiev',
])

export function isTimezone(value: string): boolean {
  return ZONES.has(value) || STILL_KNOWN.has(value)
}

/** Money of today that Stripe, and so a Hi.Events, does not take. */
const NOT_TAKEN = 'AWG ANG BTN CUP FKP HTG IRR KPW MRU SLE SSP STN SYP VES XCG ZWG'.split(' ')

/** Codes of the currencies tickets can be sold in. */
export const CURRENCIES: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').filter((code) => !NOT_TAKEN.includes(code)),
)
export function isCurrency(value: string): boolean {
  return CURRENCIES.has(value)
}

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/

/** Reads a date to the second; one without an offset is told in `timezone`. Null when it is not a date. */
export function parseDate(value: string, timezone: string): Date | null {
  const found = WRITTEN.exec(value)
  if (found === null) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = found
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const asUtc = Date.parse(`${wall}Z`)
  // A day that does not exist (the 30th of February) rolls over; it is not a date.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== wall.slice(0, 10)) return null
  if (zone === undefined) return new Date(asUtc - offsetAt(asUtc, timezone))
  const at = Date.parse(wall + (zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`))
  return Number.isNaN(at) ? null : new Date(at)
}

/** Milliseconds to take off a wall time in `timezone`; asked twice, as the first guess may lie across a change of clocks. */
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
