import type { Sql } from '@tuvens/platform/db/db'

export type NewStatusDelivery = {
  eventId: string
  bodyHash: Buffer
  hiEventsEventId: number
  sourceStatus: string
  sentAt: Date
  outcome: 'applied' | 'stale'
}

/** Stores a delivery. False when the same bytes were stored for the event before. */
export async function insertDelivery(sql: Sql, delivery: NewStatusDelivery): Promise<boolean> {
  const result = await sql`
    insert into status_deliveries (event_id, body_hash, hi_events_event_id, source_status, sent_at, outcome)
    values (${delivery.eventId}, ${delivery.bodyHash}, ${delivery.hiEventsEventId}, ${delivery.sourceStatus},
      ${delivery.sentAt}, ${delivery.outcome})
    on conflict (event_id, body_hash) do nothing`
  return result.count === 1
}
