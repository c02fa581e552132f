import { lifecycleOf } from '../../../events/shape.ts'
import { type EventRow, listEvents } from '../../../events/store.ts'
import { readSales, type Sales } from '../../../products/sales.ts'
import type { Principal } from '../../../rest/principal.ts'
import type { PageContext } from '../../kit/context.ts'
import { phaseOf } from '../../kit/layout/phase.tsx'
import type { EventLine } from './event-list.tsx'
import { countEventTotals, type EventTotals } from './store.ts'

export async function readLines(context: PageContext, { accountId }: Principal): Promise<EventLine[]> {
  const everything = { page: 1, perPage: 500, sortBy: 'start_date', descending: false, search: null }
  const { rows } = await listEvents(context.db, { accountId, organizerId: null, status: null }, everything)
  const counts = await countEventTotals(
    context.db,
    rows.map((each) => each.id),
  )
  const salesOf = await readSales(context, rows)
  const now = context.clock.now()
  return rows.map((event) => {
    const own = counts.find((each) => each.event_id === event.id)
    return lineOf(event, { counts: own, sales: salesOf(event.id), now })
  })
}

type EventState = { counts: EventTotals | undefined; sales: Sales; now: number }

function lineOf(event: EventRow, { counts, sales, now }: EventState): EventLine {
  const { sold = 0, tickets = 0 } = counts ?? {}
  return {
    id: event.id,
    title: event.title,
    start: event.start_date,
    timezone: event.timezone,
    location: (event.settings['location_details'] ?? null) as EventLine['location'],
    phase: phaseOf({ event, lifecycle: lifecycleOf(event, now), sales }),
    sold,
    hasTickets: tickets > 0,
  }
}
