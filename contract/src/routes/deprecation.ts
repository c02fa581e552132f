/** A call that is going to end. Dates are days, `2030-01-31`. */
export type Deprecation = {
  /** Since when nobody should start to use it. */
  since: string
  /** When it ends; at least a year after `since` (docs/versions.md). */
  sunset: string
  /** The page that says what to use in its place. */
  link: string
}

const YEAR_MS = 365 * 86_400_000
const DAY = /^\d{4}-\d\d-\d\d$/

/**
 * What every response of a deprecated call says: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read on.
 * @throws RangeError for a day that does not exist, and for an end before a year is over (docs/versions.md)
 */
export function deprecationHeadersOf({ since, sunset, link }: Deprecation): Record<string, string> {
  if (startOf(sunset) - startOf(since) < YEAR_MS)
    throw new RangeError(`${sunset} is less than a year after ${since}`)
  return {
    deprecation: `@${startOf(since) / 1000}`,
    sunset: new Date(startOf(sunset)).toUTCString(),
    link: `<${link}>; rel="deprecation"; type="text/html", <${link}>; rel="sunset"; type="text/html"`,
  }
}

function startOf(day: string): number {
  const at = Date.parse(`${day}T00:00:00.000Z`)
  if (!DAY.test(day) || new Date(at).toISOString().slice(0, 10) !== day)
    throw new RangeError(`${day} is no day`)
  return at
}
