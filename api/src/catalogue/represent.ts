import {
  type EventDetails,
  picturePath,
  type TicketingFields,
  ticketingPhaseOf,
  type TuvensEvent,
} from '@tuvens/contract'
import type { CatalogueRow } from './store.ts'

/** An event as the contract defines it, with both the extended and the legacy ticketing fields. */
export function representEvent(row: CatalogueRow, addresses: { apiUrl: string }): TuvensEvent {
  const ticketing = representTicketing(row)
  const hiEventsEventId = ticketing.hi_events_event_id
  return {
    id: row.id,
    ...representDetails(row, addresses),
    detailsVersion: row.edited_revision,
    imageAlt: row.image_alt,
    accountId: Number(row.account_id),
    accountName: row.account_name,
    updatedAt: row.updated_at.toISOString(),
    ...(ticketing.ticketing_enabled && { hasTicketing: true }),
    ...(ticketing.ticketing_enabled && hiEventsEventId !== null && { hiEventsEventId }),
    ...ticketing,
    contactData: row.contact_data,
  }
}

/** What the ticket system shows of an event, too. */
export function representDetails(row: CatalogueRow, { apiUrl }: { apiUrl: string }): EventDetails {
  return {
    title: row.title,
    description: row.description,
    startDate: row.start_date.toISOString(),
    endDate: row.end_date?.toISOString() ?? null,
    ...(row.further_dates.length > 0 && { furtherDates: row.further_dates }),
    timezone: row.timezone,
    venue: row.venue,
    imageUrl: row.picture_id === null ? row.image_url : apiUrl + picturePath(row.picture_id, '1600.jpg'),
    category: row.category,
    currency: row.currency,
  }
}

export type TicketingColumns = Pick<
  CatalogueRow,
  | 'ticketing_status'
  | 'source_status'
  | 'has_been_on_sale'
  | 'sales_status'
  | 'ticketing_version'
  | 'hi_events_event_id'
  | 'hi_events_event_url'
  | 'widget_url'
  | 'ticket_dates'
  | 'ticket_prices'
>

/** The ticketing fields of an event, which link responses carry too. */
export function representTicketing(row: TicketingColumns): TicketingFields {
  return {
    ticketing_enabled: row.ticketing_status !== 'none',
    ticketing_status: row.ticketing_status,
    ticketing_phase: phaseOf(row),
    ticketing_version: row.ticketing_version,
    hi_events_event_id: row.hi_events_event_id === null ? null : Number(row.hi_events_event_id),
    hi_events_event_url: row.hi_events_event_url,
    widget_url: row.widget_url,
    ...(row.ticket_dates.length > 0 && { ticketing_dates: row.ticket_dates }),
    ...(row.ticket_prices !== null && { ticketing_prices: row.ticket_prices }),
  }
}

/** The ticketing phase of an event's row. */
export function phaseOf(
  row: Pick<CatalogueRow, 'ticketing_status' | 'source_status' | 'has_been_on_sale' | 'sales_status'>,
) {
  return ticketingPhaseOf({
    ticketingStatus: row.ticketing_status,
    sourceStatus: row.source_status,
    hasBeenOnSale: row.has_been_on_sale,
    salesStatus: row.sales_status,
  })
}

/** A strong ETag of one revision of one event. */
export function etagOf({ id, revision }: Pick<CatalogueRow, 'id' | 'revision'>): string {
  return `"${id}-${revision}"`
}

/** Whether If-Match names a revision with the details that the event has now. */
export function matchesDetails(
  header: string,
  { id, revision, edited_revision: edited }: Pick<CatalogueRow, 'id' | 'revision' | 'edited_revision'>,
): boolean {
  return header.split(',').some((each) => {
    if (each.trim() === '*') return true
    const [, ofId, at = ''] = /^(?:W\/)?"(\d{1,20})-(\d{1,10})"$/.exec(each.trim()) ?? []
    return ofId === id && edited <= Number(at) && Number(at) <= revision
  })
}

/** Whether a list of ETags, as in If-None-Match, includes this one. */
export function includesEtag(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')))
}
