import type { JSX } from 'preact'
import type { Location } from '../../rest/place.ts'
import type { EventRow } from '../../events/store.ts'
import { placeParts } from '../../rest/place.ts'
import { dateRange, zoneName } from '../../rest/words.ts'

/** When an event is, in its own zone, which is named. */
export function When({
  event,
}: {
  event: Pick<EventRow, 'start_date' | 'end_date' | 'timezone'>
}): JSX.Element {
  const { start_date, end_date, timezone } = event
  return (
    <>
      <time dateTime={start_date.toISOString()}>{dateRange(start_date, end_date, timezone)}</time>{' '}
      <span class="muted when-zone">{zoneName(timezone, start_date)}</span>
    </>
  )
}

/** Where it is: the venue's name on top, then the address on one line. */
export function Where({
  location,
  online,
}: {
  location: Location | null
  online: boolean
}): JSX.Element | null {
  if (online) return <>Online</>
  if (location === null) return null
  const [first, ...rest] = placeParts(location)
  return (
    <>
      {first}
      {rest.length > 0 && <span class="muted where-rest">{rest.join(', ')}</span>}
    </>
  )
}
