import type { SalesStatus, SourceStatus } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db'

/** A recorded native webhook that waits to be worked on. */
export type Delivery = {
  id: string
  accountId: number
  eventType: string
  hiEventId: number
  namedStatus: string | null
  attempts: number
}

/** What is kept of a native webhook. */
export type NewDelivery = {
  accountId: number
  digest: Buffer
  eventType: string
  hiEventId: number
  namedStatus: string | null
}

/** A repeat is counted and looked at again: two clicks within one second are the same bytes. */
export async function recordDelivery(sql: Sql, delivery: NewDelivery): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into deliveries as d (tuvens_account_id, digest, event_type, hi_event_id, named_status)
    values (${delivery.accountId}, ${delivery.digest}, ${delivery.eventType}, ${delivery.hiEventId},
      ${delivery.namedStatus})
    on conflict (tuvens_account_id, digest) do update set
      repeats = d.repeats + 1, processed_at = null, next_attempt_at = now(), attempts = 0
    returning id`
  return row?.id ?? ''
}

type DeliveryRow = Omit<Delivery, 'accountId' | 'hiEventId'> & { accountId: string; hiEventId: string }

/** Claims what is due: it comes back by itself when we die before it is done. */
export async function claimDeliveries(sql: Sql, limit: number): Promise<Delivery[]> {
  const rows = await sql<DeliveryRow[]>`
    update deliveries set attempts = attempts + 1, next_attempt_at = now() + interval '30 seconds'
    where id in (
      select id from deliveries where processed_at is null and next_attempt_at <= now()
      order by next_attempt_at limit ${limit} for update skip locked)
    returning id, tuvens_account_id as "accountId", event_type as "eventType", hi_event_id as "hiEventId",
      named_status as "namedStatus", attempts`
  return rows.map((row) => ({ ...row, accountId: Number(row.accountId), hiEventId: Number(row.hiEventId) }))
}

/** Done with. */
export async function markProcessed(sql: Sql, id: string): Promise<void> {
  await sql`update deliveries set processed_at = now() where id = ${id}`
}

/** Tries again after some milliseconds. */
export async function postponeDelivery(sql: Sql, id: string, ms: number): Promise<void> {
  await sql`update deliveries set next_attempt_at = now() + ${ms} * interval '1 millisecond' where id = ${id}`
}

/** What was read of a linked event. */
export type Reading = {
  eventId: string
  /** `links.readings` when the reading began. */
  since: string
  status: SourceStatus
  title: string
  slug: string
  endDate: Date | null
  isLost: boolean
}

/**
 * What was read of an event that is live says nothing of its shop: that is looked at next.
 *
 * @returns false when another reading was taken over meanwhile: this one may be older than it
 */
export async function takeReading(sql: Sql, reading: Reading): Promise<boolean> {
  const { count } = await sql`
    update links set readings = readings + 1, read_at = now(), source_status = ${reading.status},
      was_live = was_live or ${reading.status} = 'LIVE', title = ${reading.title},
      slug = ${reading.slug}, end_date = ${reading.endDate},
      sales = case when ${reading.status} = 'LIVE' then sales end, sales_due_at = now(),
      lost_at = case when ${reading.isLost} then coalesce(lost_at, now()) end
    where tuvens_event_id = ${reading.eventId} and readings = ${reading.since}`
  return count === 1
}

/**
 * Puts a message into the outbox when status or sales are not those last sent and the API knows the link. Numbers are
 * milliseconds and strictly increasing per link.
 */
export async function enqueueStatus(
  sql: Sql,
  message: { id: string; eventId: string; now: number },
): Promise<boolean> {
  const rows = await sql`
    with link as (
      update links set sent_status = source_status, sent_sales = sales,
        sent_number = greatest(sent_number + 1, ${message.now})
      where tuvens_event_id = ${message.eventId} and put_at is not null and stopped_at is null
        and (sent_status, sent_sales) is distinct from (source_status, sales)
      returning tuvens_event_id, hi_event_id, title, source_status, sales, sent_number)
    insert into outbox (id, tuvens_event_id, hi_event_id, title, status, sales, number)
    select ${message.id}::uuid, tuvens_event_id, hi_event_id, title, source_status, sales, sent_number from link
    returning id`
  return rows.length === 1
}

/** A status message for the API. */
export type Message = {
  id: string
  eventId: string
  hiEventId: number
  title: string
  status: string
  sales: SalesStatus | null
  /** Milliseconds since the epoch. */
  number: number
  attempts: number
}

type MessageRow = Omit<Message, 'number' | 'hiEventId'> & { number: string; hiEventId: string }

const messageOf = (row: MessageRow): Message => ({
  ...row,
  number: Number(row.number),
  hiEventId: Number(row.hiEventId),
})

/** Claims due messages for as long as an attempt may take. */
export async function claimMessages(sql: Sql, limit: number): Promise<Message[]> {
  const rows = await sql<MessageRow[]>`
    update outbox set attempts = attempts + 1, next_attempt_at = now() + interval '30 seconds'
    where id in (
      select id from outbox where delivered_at is null and dead_at is null and next_attempt_at <= now()
      order by next_attempt_at, number limit ${limit} for update skip locked)
    returning id, tuvens_event_id as "eventId", hi_event_id as "hiEventId", title, status, sales, number,
      attempts`
  return rows.map(messageOf).sort((a, b) => a.number - b.number)
}

/** The API answers again: what waited for it leaves now. */
export async function releaseUnreachable(sql: Sql): Promise<number> {
  const { count } = await sql`
    update outbox set next_attempt_at = now(), is_unreachable = false
    where is_unreachable and delivered_at is null and dead_at is null`
  return count
}

/** The API has it. */
export async function markDelivered(sql: Sql, id: string): Promise<void> {
  await sql`update outbox set delivered_at = now(), is_unreachable = false, last_error = null where id = ${id}`
}

/** When to try again, and why. */
export type Postponement = { id: string; ms: number; error: string; isUnreachable: boolean }

/** An attempt on an absent API is not counted against the message. */
export async function postponeMessage(
  sql: Sql,
  { id, ms, error, isUnreachable }: Postponement,
): Promise<void> {
  await sql`
    update outbox set next_attempt_at = now() + ${ms} * interval '1 millisecond', last_error = ${error},
      is_unreachable = ${isUnreachable}, attempts = attempts - ${isUnreachable ? 1 : 0}
    where id = ${id}`
}

/** Kept for a person to look at and to send again. */
export async function buryMessage(sql: Sql, id: string, error: string): Promise<void> {
  await sql`update outbox set dead_at = now(), last_error = ${error}, is_unreachable = false where id = ${id}`
}

/** The API wants no more of this pair until it is linked anew. What it said before the latest linking no longer counts. */
export async function stopLink(
  sql: Sql,
  message: Pick<Message, 'id' | 'eventId' | 'hiEventId'>,
  reason: string,
) {
  await sql`
    update links set stopped_at = now(), stopped_reason = ${reason}
    where tuvens_event_id = ${message.eventId} and hi_event_id = ${message.hiEventId}
      and put_at <= (select created_at from outbox where id = ${message.id})`
}

/**
 * An account to sweep; a full sweep lists all of its events, another only those changed last. In a quiet account every
 * sweep is a full one, although the last began a little less than the interval ago.
 */
export type DueSweep = { id: number; isFull: boolean }

/**
 * Claims the accounts whose sweep is due, stalest first; `interval` decides when the next one is. What was cancelled or
 * ended today may be opened again: it is swept as often as what is open.
 */
export async function claimSweeps(
  sql: Sql,
  limit: number,
  interval: { fast: number; steady: number; slow: number },
): Promise<DueSweep[]> {
  const rows = await sql<{ id: string; isFull: boolean }[]>`
    update accounts a set next_sweep_at = now() + interval '1 millisecond' * (case
      when in_motion_until > now() then ${interval.fast}::int
      when exists (select 1 from links l where l.tuvens_account_id = a.tuvens_account_id and l.lost_at is null
        and (l.source_status in ('LIVE', 'DRAFT') or l.read_at > now() - interval '1 day')) then ${interval.steady}::int
      else ${interval.slow}::int end)
    where tuvens_account_id in (
      select tuvens_account_id from accounts
      where hi_account_id is not null and next_sweep_at <= now()
      order by swept_at nulls first limit ${limit} for update skip locked)
    returning tuvens_account_id as id,
      listed_at is null or listed_at < now() - 0.75 * ${interval.steady} * interval '1 millisecond' as "isFull"`
  return rows.map((row) => ({ ...row, id: Number(row.id) }))
}

/** An account was compared with its source; `isAll` when that were all of its events. */
export async function markSwept(sql: Sql, accountId: number, isAll: boolean): Promise<void> {
  await sql`
    update accounts set swept_at = now(), sweep_error = null,
      listed_at = case when ${isAll} then now() else listed_at end
    where tuvens_account_id = ${accountId}`
}

/** Why an account could not be compared with its source; not tried again for `ms` milliseconds. */
export async function markUnswept(
  sql: Sql,
  accountId: number,
  { error, ms }: { error: string; ms: number },
): Promise<void> {
  await sql`
    update accounts set sweep_error = ${error},
      next_sweep_at = greatest(next_sweep_at, now() + ${ms} * interval '1 millisecond')
    where tuvens_account_id = ${accountId}`
}

/** Something is going on in this account: sweep it often for a while. */
export async function markMotion(sql: Sql, accountId: number, ms: number): Promise<void> {
  await sql`
    update accounts set in_motion_until = now() + ${ms} * interval '1 millisecond',
      next_sweep_at = least(next_sweep_at, now() + interval '5 seconds')
    where tuvens_account_id = ${accountId}`
}

/**
 * Live events whose end has come. One that goes on calling itself live, because its clock is another, is looked at ever
 * more seldom: after a second, then twice as late each time, at last every 15 s.
 */
export async function listEnded(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select tuvens_event_id as id from links
    where source_status = 'LIVE' and lost_at is null and end_date <= now()
      and (read_at is null or read_at < end_date or now() - read_at
        > least(interval '15 seconds', greatest(interval '1 second', (read_at - end_date))))
    order by end_date limit ${limit}`
  return rows.map((each) => each.id)
}

/** What is done and a month old goes. */
export async function deleteOldDeliveries(sql: Sql): Promise<void> {
  await sql`delete from deliveries where processed_at < now() - interval '30 days'`
  await sql`delete from outbox where delivered_at < now() - interval '30 days'`
}
