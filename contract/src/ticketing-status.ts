/**
 * What an event's ticketing is on Tuvens, on every page and in every row (spec 1, "Words"). This file imports no schema
 * library, because pages import it; ticketing.ts has the schemas.
 */
export const TICKETING_STATUSES = ['none', 'setup', 'active', 'inactive'] as const
/** One of {@link TICKETING_STATUSES}. */
export type TicketingStatus = (typeof TICKETING_STATUSES)[number]

/** The statuses that the ticket origin reports (spec 2.5). Any other string is accepted, too: it maps to `setup`. */
export const SOURCE_STATUSES = ['LIVE', 'DRAFT', 'CANCELLED', 'ENDED'] as const
/** One of {@link SOURCE_STATUSES}. */
export type SourceStatus = (typeof SOURCE_STATUSES)[number]

const STATUS_OF_SOURCE: Record<SourceStatus, TicketingStatus> = {
  LIVE: 'active',
  DRAFT: 'setup',
  CANCELLED: 'inactive',
  ENDED: 'inactive',
}

/** Whether a status is one of {@link SOURCE_STATUSES}; inherited names such as `constructor` are not. */
export function isSourceStatus(status: string): status is SourceStatus {
  return Object.hasOwn(STATUS_OF_SOURCE, status)
}

/** Checklist A6: LIVE→active, DRAFT→setup, CANCELLED→inactive, ENDED→inactive, anything else→setup. */
export function ticketingStatusOf(source: string): TicketingStatus {
  return isSourceStatus(source) ? STATUS_OF_SOURCE[source] : 'setup'
}

/** Why sales of a live event are not simply open. The ticket origin sends it with the source status (decisions/006). */
export const SALES_STATUSES = ['low', 'held', 'waiting_list', 'sold_out', 'not_yet', 'over'] as const
/** One of {@link SALES_STATUSES}; open sales are null. `held`: the last tickets are in orders that nobody has finished. */
export type SalesStatus = (typeof SALES_STATUSES)[number]

/**
 * What people read. It is more precise than the ticketing status: `setup` is either being prepared or paused after it was
 * on sale, `inactive` is either over or cancelled, `active` depends on the sales status. Sent wherever `status` is sent.
 */
export const TICKETING_PHASES = [
  'none',
  'preparing',
  'soon',
  'on_sale',
  'low',
  'held',
  'waiting_list',
  'sold_out',
  'sales_over',
  'paused',
  'ended',
  'cancelled',
] as const
/** One of {@link TICKETING_PHASES}. */
export type TicketingPhase = (typeof TICKETING_PHASES)[number]

/** The values from which the phase of an event follows. */
export type PhaseInput = {
  ticketingStatus: TicketingStatus
  /** Null until the first status report. */
  sourceStatus: string | null
  /** Whether this event's tickets have ever been on sale. */
  hasBeenOnSale: boolean
  /** Null when sales are open, or no sender reported them. */
  salesStatus: SalesStatus | null
}

const PHASE_OF_SALES: Record<SalesStatus, TicketingPhase> = {
  low: 'low',
  held: 'held',
  waiting_list: 'waiting_list',
  sold_out: 'sold_out',
  not_yet: 'soon',
  over: 'sales_over',
}

/** The only place where a phase is computed. */
export function ticketingPhaseOf(input: PhaseInput): TicketingPhase {
  const { ticketingStatus, sourceStatus, hasBeenOnSale, salesStatus } = input
  switch (ticketingStatus) {
    case 'none':
      return 'none'
    case 'setup':
      return hasBeenOnSale ? 'paused' : 'preparing'
    case 'active':
      return salesStatus === null ? 'on_sale' : PHASE_OF_SALES[salesStatus]
    case 'inactive':
      return sourceStatus === 'CANCELLED' ? 'cancelled' : 'ended'
  }
}

/**
 * How one of several dates stands. `open`: it takes place, which says nothing of its tickets. `past`: it was over when the
 * ticket system was read; one that has passed since then is still `open`.
 */
export const DATE_STATES = ['open', 'sold_out', 'cancelled', 'past'] as const
/** One of {@link DATE_STATES}. */
export type DateState = (typeof DATE_STATES)[number]

/** Whether a state is one of {@link DATE_STATES}. */
export function isDateState(state: unknown): state is DateState {
  return DATE_STATES.some((each) => each === state)
}

/** Dates of one event that are reported: those to come before those that are over. */
export const MAX_TICKET_DATES = 100
