import { Type } from 'typebox'
import {
  SALES,
  type Sales as SalesWord,
  TICKETING_PHASES,
  TICKETING_STATUSES,
  type TicketingPhase as Phase,
  type TicketingStatus as Status,
} from './phase.ts'

export {
  type PhaseInput,
  SOURCE_STATUSES,
  type SourceStatus,
  ticketingPhaseOf,
  ticketingStatusOf,
} from './phase.ts'

export const TicketingStatus = Type.Enum([...TICKETING_STATUSES])
export type TicketingStatus = Status

export const TicketingPhase = Type.Enum([...TICKETING_PHASES])
export type TicketingPhase = Phase

export const Sales = Type.Enum([...SALES])
export type Sales = SalesWord
