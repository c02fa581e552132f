import { Temporal } from 'temporal-polyfill'

/**
 * What a time on a clock means. Where clocks go back, one hour comes twice; where they go forward, one is `missing`:
 * `from` and `to` are what the clock shows before and after it.
 */
export type ClockTime =
  | { kind: 'once'; at: Date }
  | { kind: 'twice'; earlier: Date; later: Date }
  | { kind: 'missing'; from: string; to: string }

/** The time at which clocks in `timeZone` show "2026-06-14T20:00"; null when the text is no such date. */
export function readClockTime(local: string, timeZone: string): ClockTime | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local) || !isZone(timeZone)) return null
  const shown = plainOf(local.slice(0, 16))
  if (shown === null) return null
  const at = (disambiguation: 'earlier' | 'later') => shown.toZonedDateTime(timeZone, { disambiguation })
  const [earlier, later] = [at('earlier'), at('later')]
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: 'once', at: dateOf(later) }
  if (earlier.toPlainDateTime().equals(shown))
    return { kind: 'twice', earlier: dateOf(earlier), later: dateOf(later) }
  // `earlier` has the offset after the change, and so lies before it; `later` lies behind it.
  const to = earlier.getTimeZoneTransition('next') ?? later
  const from = to
    .toPlainDateTime()
    .subtract({ nanoseconds: to.offsetNanoseconds - earlier.offsetNanoseconds })
  return { kind: 'missing', from: clockOf(from), to: clockOf(to.toPlainDateTime()) }
}

/** An instant in the format of a `datetime-local` field, in `timeZone`. */
export function localOf(instant: string, timeZone: string): string {
  const shown = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return shown.toString({ smallestUnit: 'minute', roundingMode: 'floor' })
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function plainOf(local: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(local)
  } catch {
    return null
  }
}

function dateOf({ epochMilliseconds }: Temporal.ZonedDateTime): Date {
  return new Date(epochMilliseconds)
}

function clockOf(shown: Temporal.PlainDateTime): string {
  return shown.toPlainTime().toString({ smallestUnit: 'minute' })
}
