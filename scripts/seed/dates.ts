const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** When a show is: days from now, wall-clock times of its zone; `hours` for one that goes past midnight. */
export type At = { in: number; from: string; timezone?: string } & ({ to: string } | { hours: number })

/** An instant so many days from now. */
export type Later = (days: number) => string

export function laterThan(now: number): Later {
  return (days) => new Date(now + days * DAY_MS).toISOString()
}

/** Start and end as instants. */
export function timesOf(at: At, zone: string, now: number): { startDate: string; endDate: string } {
  const day = localDay(now + at.in * DAY_MS, zone)
  const start = instantOf(day, at.from, zone)
  const end = 'to' in at ? instantOf(day, at.to, zone) : start + at.hours * HOUR_MS
  return { startDate: new Date(start).toISOString(), endDate: new Date(end).toISOString() }
}

/** `YYYY-MM-DD` as a calendar on a wall of that zone shows it. */
function localDay(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(instant)
}

/** The instant at which a clock of that zone shows that time: guessed as UTC, then moved by the zone's offset there. */
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
