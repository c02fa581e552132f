import type { Sql } from '@tuvens/platform/db'

export async function isKnownDelivery(sql: Sql, eventId: string, bodyHash: Buffer): Promise<boolean> {
  const [row] = await sql`
    select from webhook_inbox where event_id = ${eventId} and body_hash = ${bodyHash}`
  return row !== undefined
}

export type Delivery = {
  eventId: string
  bodyHash: Buffer
  hiEventsEventId: number
  status: string
  sentAt: Date
  outcome: 'applied' | 'stale'
}

export async function insertDelivery(sql: Sql, delivery: Delivery): Promise<void> {
  await sql`
    insert into webhook_inbox (event_id, body_hash, hi_events_event_id, source_status, sent_at, outcome)
    values (${delivery.eventId}, ${delivery.bodyHash}, ${delivery.hiEventsEventId}, ${delivery.status},
      ${delivery.sentAt}, ${delivery.outcome})`
}
