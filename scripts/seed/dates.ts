const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Time of a show: days from now and local times of its zone; `hours` for a show that ends after midnight. */
export type At = { in: number; from: string; timezone?: string } & ({ to: string } | { hours: number })

/** Returns the instant that is this number of days from now. */
export type Later = (days: number) => string

export function laterThan(now: number): Later {
  return (days) => new Date(now + days * DAY_MS).toISOString()
}

/** Returns the start and the end as instants. */
export function timesOf(at: At, zone: string, now: number): { startDate: string; endDate: string } {
  const day = localDay(now + at.in * DAY_MS, zone)
  const start = instantOf(day, at.from, zone)
  const end = 'to' in at ? instantOf(day, at.to, zone) : start + at.hours * HOUR_MS
  return { startDate: new Date(start).toISOString(), endDate: new Date(end).toISOString() }
}

/** The local date of the zone, as `YYYY-MM-DD`. */
function localDay(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(instant)
}

/** The instant of a local time: reads it as UTC, then corrects it by the offset of the zone at that instant. */
function instantOf(day: string, time: string, zone: string): number {
  const guess = Date.parse(`${day}T${time}:00Z`)
  return guess - offsetAt(guess - offsetAt(guess, zone), zone)
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return shown - Math.floor(instant / 60_000) * 60_000
}
