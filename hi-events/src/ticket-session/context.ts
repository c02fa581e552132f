import type { TicketSessionParts } from './parts.ts'
import type { TicketSessions } from './ticket-sessions.ts'

export type TicketSessionContext = TicketSessionParts & { ticketSessions: TicketSessions }
