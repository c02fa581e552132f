/** The end, if it is not before the start: Hi.Events refuses such an end, so it is left for the organiser to set. */
export function endAfter(start: string, end: string | null | undefined): string | null {
  return end && Date.parse(end) >= Date.parse(start) ? end : null
}

const MINUTE_MS = 60_000

/**
 * An instant as both sides are compared by: to the minute, because forms of the ticket system have no seconds. An
 * unreadable date stays what it is.
 */
export function minute(date: string | null): string | null {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? date : new Date(Math.floor(time / MINUTE_MS) * MINUTE_MS).toISOString()
}
