import { Type } from 'typebox'
import {
  SALES_STATUSES,
  type SalesStatus as SalesStatusWord,
  TICKETING_PHASES,
  TICKETING_STATUSES,
  type TicketingPhase as Phase,
  type TicketingStatus as Status,
} from './ticketing-status.ts'

export {
  type PhaseInput,
  SOURCE_STATUSES,
  type SourceStatus,
  ticketingPhaseOf,
  ticketingStatusOf,
} from './ticketing-status.ts'

export const TicketingStatus = Type.Enum([...TICKETING_STATUSES])
export type TicketingStatus = Status

export const TicketingPhase = Type.Enum([...TICKETING_PHASES])
export type TicketingPhase = Phase

export const SalesStatus = Type.Enum([...SALES_STATUSES])
export type SalesStatus = SalesStatusWord
