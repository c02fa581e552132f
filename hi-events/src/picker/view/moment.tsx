import type { Format } from './format.ts'

/** A date in the event's time zone; the script adds the visitor's local time where that differs. */
export function Moment({ date, format }: { date: Date; format: Format }) {
  return (
    <time dateTime={date.toISOString()} data-moment>
      {format.date(date)}
    </time>
  )
}
