import { imagesOf } from './cover/shape.ts'
import type { BaseContext } from '../base-context.ts'
import type { Principal } from '../rest/principal.ts'
import { organizerShape } from '../organizers/shape.ts'
import { listOrganizers, type OrganizerRow } from '../organizers/store.ts'
import { type Product, readProducts } from '../catalogue/read.ts'
import { productShape } from '../catalogue/shape.ts'
import type { Page, PageQuery, PageRules } from '../rest/page.ts'
import { eventShape } from './shape.ts'
import { settingsOf } from './settings/settings-shape.ts'
import { type EventStatistics, listStatistics } from './statistics-store.ts'
import { type EventFilter, type EventRow, listEvents } from './store.ts'

export const EVENT_PAGES: PageRules = {
  filters: ['title', 'start_date', 'end_date', 'created_at', 'updated_at', 'status', 'organizer_id'],
  sorts: {
    start_date: { asc: 'Closest start date', desc: 'Furthest start date' },
    end_date: { asc: 'Closest end date', desc: 'Furthest end date' },
    created_at: { asc: 'Oldest first', desc: 'Newest first' },
    updated_at: { asc: 'Least Recently Updated', desc: 'Recently Updated' },
  },
  defaultSort: 'start_date',
  defaultDirection: 'asc',
}

export type ListedEvent = {
  event: EventRow
  organizer: OrganizerRow
  products: Product[]
  statistics: EventStatistics
}

/** One page of an account's events with products, settings and statistics, so that one call can poll an account. */
export async function listAccountEvents(
  context: BaseContext,
  { accountId }: Principal,
  { page, ...filter }: { page: PageQuery } & Partial<Omit<EventFilter, 'accountId'>>,
): Promise<Page<ListedEvent>> {
  const wanted = { accountId, organizerId: filter.organizerId ?? null, status: filter.status ?? null }
  const { rows, total } = await listEvents(context.db, wanted, page)
  const ids = rows.map((each) => each.id)
  const [organizers, products, statistics] = await Promise.all([
    listOrganizers(context.db, accountId),
    readProducts(context.db, ids),
    listStatistics(context.db, ids),
  ])
  const listed = rows.flatMap((event) => {
    const organizer = organizers.find((each) => each.id === event.organizer_id)
    const counted = statistics.find((each) => each.event_id === event.id)
    if (organizer === undefined || counted === undefined) return []
    const own = products.filter((each) => each.event_id === event.id)
    return [{ event, organizer, products: own, statistics: counted }]
  })
  return { rows: listed, total }
}

export function listedEventShape({ event, organizer, products, statistics }: ListedEvent, now: number) {
  const { attributes, ...core } = eventShape(event, now)
  return {
    ...core,
    products: products.map((each) => productShape(each, { now, taxes: 'never' })),
    ...(attributes !== undefined && { attributes }),
    images: imagesOf(event),
    settings: settingsOf(event, organizer),
    organizer: organizerShape(organizer),
    statistics: statisticsShape(statistics),
  }
}

function statisticsShape(statistics: EventStatistics) {
  return {
    unique_views: statistics.unique_views,
    total_views: statistics.total_views,
    sales_total_gross: statistics.sales_total_gross,
    total_tax: statistics.total_tax,
    sales_total_before_additions: statistics.sales_total_before_additions,
    total_fee: statistics.total_fee,
    products_sold: statistics.products_sold,
    attendees_registered: statistics.attendees_registered,
    total_refunded: 0,
  }
}
