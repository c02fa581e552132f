import type { Sql } from '@tuvens/platform/db'

export type Delivery = {
  eventId: string
  bodyHash: Buffer
  hiEventsEventId: number
  status: string
  sentAt: Date
  outcome: 'applied' | 'stale'
}

/** Records a message; false when these very bytes have been recorded for the event before. */
export async function insertDelivery(sql: Sql, delivery: Delivery): Promise<boolean> {
  const result = await sql`
    insert into webhook_inbox (event_id, body_hash, hi_events_event_id, source_status, sent_at, outcome)
    values (${delivery.eventId}, ${delivery.bodyHash}, ${delivery.hiEventsEventId}, ${delivery.status},
      ${delivery.sentAt}, ${delivery.outcome})
    on conflict (event_id, body_hash) do nothing`
  return result.count === 1
}
