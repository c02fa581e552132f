import { DAY, TIME } from '../view/format.ts'

/** Adds the visitor's local time to each date of the page, where it differs from the event's time zone. */
export function addLocalTimes(zone: string): void {
  const { locale } = document.body.dataset
  const format = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, options).format(date)
  for (const time of document.querySelectorAll<HTMLTimeElement>('[data-moment]')) {
    const date = new Date(time.dateTime)
    const differs = (options: Intl.DateTimeFormatOptions) =>
      format(date, options) !== format(date, { ...options, timeZone: zone })
    const options = differs(DAY) ? { ...DAY, ...TIME } : TIME
    if (differs(options)) time.append(` (${format(date, options)} your time)`)
  }
}
