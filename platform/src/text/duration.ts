/** A waiting time in words: `8 seconds`, `15 minutes`. */
export function durationOf(seconds: number, locale = 'en-GB'): string {
  const [count, unit] = seconds > 90 ? [Math.ceil(seconds / 60), 'minute'] : [Math.ceil(seconds), 'second']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
