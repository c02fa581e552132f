import { type Static, Type } from 'typebox'
import { SALES_STATUSES, TICKETING_PHASES, TICKETING_STATUSES } from './ticketing-status.ts'

export * from './ticketing-status.ts'

/** Schema of {@link TICKETING_STATUSES}. */
export const TicketingStatus = Type.Enum([...TICKETING_STATUSES])
/** One of {@link TICKETING_STATUSES}. */
export type TicketingStatus = Static<typeof TicketingStatus>

/** Schema of {@link TICKETING_PHASES}. */
export const TicketingPhase = Type.Enum([...TICKETING_PHASES])
/** One of {@link TICKETING_PHASES}. */
export type TicketingPhase = Static<typeof TicketingPhase>

/** Schema of {@link SALES_STATUSES}. */
export const SalesStatus = Type.Enum([...SALES_STATUSES])
/** One of {@link SALES_STATUSES}. */
export type SalesStatus = Static<typeof SalesStatus>
