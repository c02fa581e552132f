import type { Sql } from '@tuvens/platform/db/db'
import { deleteBatch, inBatches } from '@tuvens/platform/db/delete-batches'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'

/** A recorded native webhook that waits to be processed. */
export type NativeDelivery = {
  id: string
  accountId: number
  eventType: string
  hiEventId: number
  namedStatus: string | null
  attempts: number
  repeats: number
  /** Of the newest webhook that this row stands for. */
  traceparent: string | null
  receivedAt: Date
}

/** What is kept of a native webhook. */
type NewDelivery = Omit<NativeDelivery, 'id' | 'attempts' | 'repeats' | 'traceparent' | 'receivedAt'> & {
  digest: Buffer
}

/**
 * A repeat is counted and processed again: two clicks within one second send the same bytes. What was wrong with the webhook
 * is over when one arrives: the first ones may come before a landing has stored the webhook's secret.
 *
 * @returns whether it is a repeat
 */
export async function recordDelivery(sql: Sql, delivery: NewDelivery): Promise<boolean> {
  const [row] = await sql<{ repeats: number }[]>`
    with works as (
      update accounts set webhook_error = null
      where tuvens_account_id = ${delivery.accountId} and webhook_error is not null)
    insert into deliveries as d (tuvens_account_id, digest, event_type, hi_event_id, named_status, traceparent)
    values (${delivery.accountId}, ${delivery.digest}, ${delivery.eventType}, ${delivery.hiEventId},
      ${delivery.namedStatus}, ${currentTraceparent() ?? null})
    on conflict (tuvens_account_id, digest) do update set
      repeats = d.repeats + 1, processed_at = null, received_at = now(), next_attempt_at = now(), attempts = 0,
      traceparent = excluded.traceparent
    returning repeats`
  return row !== undefined && row.repeats > 0
}

/** The event types of changes that were seen in the pass-through; Hi.Events has none of these names. */
export const OBSERVED = { event: 'observed.event', shop: 'observed.shop' } as const

/** Records a change that was seen in the pass-through like a delivery about it: one row for each event, and none for an event that is not linked. */
export async function recordObserved(
  sql: Sql,
  { hiEventId, eventType }: Pick<NativeDelivery, 'hiEventId' | 'eventType'>,
): Promise<void> {
  await sql`
    insert into deliveries as d (tuvens_account_id, digest, event_type, hi_event_id, traceparent)
    select tuvens_account_id, sha256(convert_to(${eventType} || ' ' || hi_event_id, 'UTF8')), ${eventType}, hi_event_id,
      ${currentTraceparent() ?? null}
    from links where hi_event_id = ${hiEventId}
    on conflict (tuvens_account_id, digest) do update set
      repeats = d.repeats + 1, processed_at = null, received_at = now(), next_attempt_at = now(), attempts = 0,
      traceparent = excluded.traceparent`
}

/** Claims what is due; a claim that is neither finished nor postponed (a crash) comes back after 30 s. */
export async function claimDeliveries(sql: Sql, limit: number): Promise<NativeDelivery[]> {
  return sql<NativeDelivery[]>`
    update deliveries set attempts = attempts + 1, next_attempt_at = now() + interval '30 seconds'
    where id in (
      select id from deliveries where processed_at is null and next_attempt_at <= now()
      order by next_attempt_at limit ${limit} for update skip locked)
    returning id, tuvens_account_id::float8 as "accountId", event_type as "eventType",
      hi_event_id::float8 as "hiEventId", named_status as "namedStatus", attempts, repeats, traceparent,
      received_at as "receivedAt"`
}

/** It needs no more work, unless it was repeated since it was claimed: that repeat may be about a later change. */
export async function markProcessed(
  sql: Sql,
  { id, repeats }: Pick<NativeDelivery, 'id' | 'repeats'>,
): Promise<void> {
  await sql`update deliveries set processed_at = now() where id = ${id} and repeats = ${repeats}`
}

/** A list read at a time says all that older messages about its events could say. */
export async function markListed(
  sql: Sql,
  { accountId, hiEventIds, before }: { accountId: number; hiEventIds: number[]; before: Date },
): Promise<void> {
  await sql`
    update deliveries set processed_at = now()
    where tuvens_account_id = ${accountId} and hi_event_id = any (${hiEventIds}::bigint[]) and processed_at is null
      and (event_type like 'event.%' or event_type = ${OBSERVED.event}) and received_at < ${before}`
}

/** Tries again after some milliseconds. */
export async function postponeDelivery(sql: Sql, id: string, ms: number): Promise<void> {
  await sql`update deliveries set next_attempt_at = now() + ${ms} * interval '1 millisecond' where id = ${id}`
}

/** Deletes native webhooks so many days after they were processed. */
export function deleteOldDeliveries(sql: Sql, days: number): Promise<number> {
  const where = sql`processed_at < now() - ${days}::integer * interval '1 day'`
  return inBatches(() => deleteBatch(sql, { table: 'deliveries', where }))
}
