import type { Context } from '../context.ts'
import type { Principal } from '../identity/session.ts'
import { countAttendees } from '../orders/attendee-store.ts'
import { listSales } from '../orders/store.ts'
import { organizerShape } from '../organizers/shape.ts'
import { listOrganizers, type OrganizerRow } from '../organizers/store.ts'
import { type Product, readProducts } from '../products/catalogue.ts'
import { productShape } from '../products/shape.ts'
import type { Page, PageQuery, PageRules } from '../rest/page.ts'
import { eventShape } from './shape.ts'
import { settingsOf } from './settings-shape.ts'
import { type EventFilter, type EventRow, listEvents, listViews } from './store.ts'

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

export type EventStatistics = {
  unique_views: number
  total_views: number
  sales_total_gross: number
  total_tax: number
  sales_total_before_additions: number
  total_fee: number
  products_sold: number
  attendees_registered: number
  total_refunded: number
}
export type ListedEvent = {
  event: EventRow
  organizer: OrganizerRow
  products: Product[]
  statistics: EventStatistics
}

/** One page of an account's events with all that a list shows: one call sweeps an account. */
export async function listAccountEvents(
  context: Context,
  { accountId }: Principal,
  { page, ...filter }: { page: PageQuery } & Partial<Omit<EventFilter, 'accountId'>>,
): Promise<Page<ListedEvent>> {
  const wanted = { accountId, organizerId: filter.organizerId ?? null, status: filter.status ?? null }
  const { rows, total } = await listEvents(context.db, wanted, page)
  const ids = rows.map((each) => each.id)
  const [organizers, products, statistics] = await Promise.all([
    listOrganizers(context.db, accountId),
    readProducts(context.db, ids),
    readStatistics(context, ids),
  ])
  const listed = rows.flatMap((event) => {
    const organizer = organizers.find((each) => each.id === event.organizer_id)
    if (organizer === undefined) return []
    const own = products.filter((each) => each.event_id === event.id)
    return [{ event, organizer, products: own, statistics: statistics(event.id) }]
  })
  return { rows: listed, total }
}

/** Views, sales and attendees of these events, asked for once; the function tells each event's. */
async function readStatistics(
  { db }: Context,
  eventIds: number[],
): Promise<(eventId: number) => EventStatistics> {
  const [views, sales, attendees] = await Promise.all([
    listViews(db, eventIds),
    listSales(db, eventIds),
    countAttendees(db, eventIds),
  ])
  return (eventId) => {
    const seen = views.find((each) => each.event_id === eventId)
    const sold = sales.find((each) => each.event_id === eventId)
    return {
      unique_views: seen?.unique_views ?? 0,
      total_views: seen?.total_views ?? 0,
      sales_total_gross: sold?.gross ?? 0,
      total_tax: sold?.tax ?? 0,
      sales_total_before_additions: sold?.before_additions ?? 0,
      total_fee: sold?.fee ?? 0,
      products_sold: sold?.products_sold ?? 0,
      attendees_registered: attendees.find((each) => each.event_id === eventId)?.attendees ?? 0,
      total_refunded: 0,
    }
  }
}

export function listedEventShape({ event, organizer, products, statistics }: ListedEvent, now: number) {
  const { attributes, ...core } = eventShape(event, now)
  return {
    ...core,
    products: products.map((each) => productShape(each, { now, taxes: 'never' })),
    ...(attributes !== undefined && { attributes }),
    images: [],
    settings: settingsOf(event, organizer),
    organizer: organizerShape(organizer),
    statistics,
  }
}
