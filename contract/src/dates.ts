import { type Static, Type } from 'typebox'
import { Instant, IntId, Nullable } from './ids.ts'
import { DATE_STATES, MAX_TICKET_DATES } from './ticketing-status.ts'

const State = Type.Enum([...DATE_STATES])

/** Length of a date's label; the rest is cut. */
export const MAX_DATE_LABEL = 100

/** One of several dates of an event, as the ticket system has it. */
export const TicketDate = Type.Object({
  /** Its id there. */
  id: IntId,
  startDate: Instant,
  endDate: Nullable(Instant),
  /** The organiser's name for it. Text of the ticket system: to be shown as text only. */
  label: Nullable(Type.String({ maxLength: MAX_DATE_LABEL })),
  state: State,
})
/** A date of the ticket system. */
export type TicketDate = Static<typeof TicketDate>

/** The dates of an event of several dates, the first one first. */
export const TicketDates = Type.Array(TicketDate, { maxItems: MAX_TICKET_DATES })
/** The dates of the ticket system. */
export type TicketDates = Static<typeof TicketDates>

/** A date in a report: as {@link TicketDate}, without the ticket system's text. */
export const ReportedDate = Type.Object({
  starts_at: Instant,
  ends_at: Nullable(Instant),
  state: State,
})
