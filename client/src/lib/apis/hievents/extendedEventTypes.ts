import type {
  ContactData,
  TicketDate,
  TicketingChange,
  TicketingFields,
  TicketPrices,
  TuvensEvent,
} from '@tuvens/contract'
import { ticketingPhaseOf, ticketingStatusOf } from '@tuvens/contract/ticketing-status'

/** The ticketing fields of older clients and stored events; absent while an event has no ticketing. */
export type LegacyTicketingFields = {
  hasTicketing?: boolean
  hiEventsEventId?: number
  contactData?: ContactData
}

/** The fields the API sends today. */
export type ExtendedTicketingFields = TicketingFields

/** An event as the API sends it: the extended and the legacy fields. */
export type ExtendedEvent = TuvensEvent

/** Any event this site may receive, written by an older version or by this one. */
export type EventWithTicketing = { id: string; detailsVersion?: number } & LegacyTicketingFields &
  Partial<ExtendedTicketingFields>

/** What a page needs to show an event's ticketing, whichever fields it came in. */
export type Ticketing = {
  eventId: string
  status: TicketingFields['ticketing_status']
  phase: TicketingFields['ticketing_phase']
  /** Rises by one with each change; 0 when the source has no version. */
  version: number
  /** As `detailsVersion` of the event; 0 when the source has none. */
  detailsVersion: number
  /** The ticket system's own page of this event. */
  eventUrl: string | null
  /** The page that the widget shows in a frame. */
  widgetUrl: string | null
  /** The dates of the ticket system, where it has several. */
  dates: readonly TicketDate[]
  /** What tickets cost that can be bought now; null when that is not known. */
  prices: TicketPrices | null
}

/** Whether an event has the current fields. */
export function isExtended(event: EventWithTicketing): event is EventWithTicketing & ExtendedTicketingFields {
  return event.ticketing_status !== undefined && event.ticketing_phase !== undefined
}

/** An event's ticketing from the current fields, or from the legacy ones if it has no others. */
export function ticketingOf(event: EventWithTicketing): Ticketing {
  if (!isExtended(event)) return legacyTicketingOf(event)
  return {
    eventId: event.id,
    status: event.ticketing_status,
    phase: event.ticketing_phase,
    version: event.ticketing_version,
    detailsVersion: event.detailsVersion ?? 0,
    eventUrl: event.hi_events_event_url,
    widgetUrl: event.widget_url,
    dates: event.ticketing_dates ?? [],
    prices: event.ticketing_prices ?? null,
  }
}

/** An event's ticketing from a message of the stream. */
export function ticketingOfChange(change: TicketingChange): Ticketing {
  const { eventId, status, phase, version, detailsVersion, eventUrl, widgetUrl } = change
  const { dates = [], prices = null } = change
  return { eventId, status, phase, version, detailsVersion, eventUrl, widgetUrl, dates, prices }
}

/** Whether an event has ticketing in any state, by either set of fields. */
export function hasTicketing(event: EventWithTicketing): boolean {
  return ticketingOf(event).status !== 'none'
}

function legacyTicketingOf({
  id,
  detailsVersion = 0,
  hasTicketing,
  hiEventsEventId,
  contactData,
}: EventWithTicketing): Ticketing {
  const isLinked = hasTicketing === true || hiEventsEventId !== undefined
  const sourceStatus = contactData?.hiEventsStatus ?? null
  const status = isLinked ? ticketingStatusOf(sourceStatus ?? '') : 'none'
  const phase = ticketingPhaseOf({
    ticketingStatus: status,
    sourceStatus,
    hasBeenOnSale: false,
    salesStatus: null,
  })
  const unknown = { eventUrl: null, widgetUrl: null, dates: [], prices: null }
  return { eventId: id, status, phase, version: 0, detailsVersion, ...unknown }
}
