import type { ServiceHealth, TicketOriginHealth } from '@tuvens/contract'

/** `ticket_origin` is null when it gave no answer. */
export type Health = { api: ServiceHealth; ticket_origin: TicketOriginHealth | null }
