import type { ServiceHealth, TicketOriginHealth } from '@tuvens/contract'

/** What operators read while nodes of the ticket origin call their ticket system no more. */
export const AWAY =
  'The ticket system does not answer: calls to it are stopped, and one is tried every few seconds (docs/operate/runbooks/UpstreamAway.md).'

/** `ticket_origin` is null when it gave no answer. */
export type Health = { api: ServiceHealth; ticket_origin: TicketOriginHealth | null }
