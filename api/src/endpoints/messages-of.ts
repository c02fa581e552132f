import {
  WEBHOOK_EVENT_TYPES,
  type WebhookData,
  type WebhookEventType,
  type SalesStatus,
} from '@tuvens/contract'
import { representTicketing, type TicketingColumns } from '../catalogue/represent.ts'

/** A message as it is queued, for each endpoint that chose its type. */
export type NewMessage = {
  [T in WebhookEventType]: { type: T; version: number; data: WebhookData<T> }
}[WebhookEventType]

type EventTicketing = TicketingColumns & {
  id: string
  account_id: string
  ticketing_status: string
  sales_status: SalesStatus | null
}

/** What a change of an event's ticketing tells its account's endpoints. */
export function messagesOf(before: EventTicketing, after: EventTicketing): NewMessage[] {
  const event = { account_id: Number(after.account_id), event_id: after.id }
  const data = { ...event, ...representTicketing(after) }
  const [wasLinked, isLinked] = [before.hi_events_event_id, after.hi_events_event_id]
  const messages: NewMessage[] = []
  if (wasLinked === null && isLinked !== null) messages.push(message('link.created', data))
  if (before.ticketing_status !== after.ticketing_status)
    messages.push(message('ticketing.status_changed', data))
  if (before.sales_status !== after.sales_status)
    messages.push(message('sales.status_changed', { ...data, sales_status: after.sales_status }))
  if (wasLinked !== null && isLinked === null) {
    const previous_hi_events_event_id = Number(wasLinked)
    messages.push(message('link.removed', { ...data, previous_hi_events_event_id }))
  }
  return messages
}

/** A message of the present version of its type. */
export function message<T extends WebhookEventType>(type: T, data: WebhookData<T>) {
  return { type, version: WEBHOOK_EVENT_TYPES[type].version, data }
}
