import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { EventRow } from '../../../events/store.ts'
import { type Location, placeParts } from '../../../rest/place.ts'
import { dateRange, zoneName } from '../../../rest/words.ts'

/** Date and time of an event in its own time zone, with the name of the zone. */
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

/** The name of the venue first, then the address on one line. */
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
      <bdi>{first}</bdi>
      {rest.length > 0 && <span class="muted where-rest">{rest.map(isolated).join(', ')}</span>}
    </>
  )
}
