import type { SalesStatus, SourceStatus, TicketDate, TicketPrices } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { deleteBatch, inBatches } from '@tuvens/platform/db/delete-batches'

/** A status report that waits to be sent. */
export type OutboxMessage = {
  id: string
  eventId: string
  hiEventId: number
  title: string
  sourceStatus: SourceStatus
  salesStatus: SalesStatus | null
  dates: TicketDate[]
  prices: TicketPrices | null
  /** Milliseconds since the epoch; rises with each report of a link. */
  sentAtMs: number
  /** When we first had notice of the change; null when a sweep found it. */
  noticedAt: Date | null
  attempts: number
  /** Of what made the status change; null when a comparison found the change. */
  traceparent: string | null
}

/** Claims due messages for as long as an attempt may take. */
export async function claimMessages(sql: Sql, limit: number): Promise<OutboxMessage[]> {
  const messages = await sql<OutboxMessage[]>`
    update outbox set attempts = attempts + 1, next_attempt_at = now() + interval '30 seconds'
    where id in (
      select id from outbox where delivered_at is null and dead_at is null and next_attempt_at <= now()
      order by next_attempt_at, sent_at_ms limit ${limit} for update skip locked)
    returning ${columns(sql)}`
  return messages.toSorted((a, b) => a.sentAtMs - b.sentAtMs)
}

const columns = (sql: Sql) => sql`
  id, tuvens_event_id as "eventId", hi_event_id::float8 as "hiEventId", title, source_status as "sourceStatus",
  sales_status as "salesStatus", dates, prices, sent_at_ms::float8 as "sentAtMs", noticed_at as "noticedAt",
  attempts, traceparent`

export async function findMessage(sql: Sql, id: string): Promise<OutboxMessage | undefined> {
  const [message] = await sql<OutboxMessage[]>`select ${columns(sql)} from outbox where id = ${id}`
  return message
}

/** The API can be reached again: the messages that waited for it are due now. */
export async function releaseUnreachable(sql: Sql): Promise<number> {
  const { count } = await sql`
    update outbox set next_attempt_at = now(), is_unreachable = false
    where is_unreachable and delivered_at is null and dead_at is null`
  return count
}

/** The API has accepted it. */
export async function markDelivered(sql: Sql, id: string): Promise<void> {
  await sql`update outbox set delivered_at = now(), is_unreachable = false, last_error = null where id = ${id}`
}

/** When to try again, and why. */
type Postponement = { id: string; ms: number; error: string; isUnreachable: boolean; isCounted: boolean }

/** An attempt while the API cannot be reached, or asks to wait, does not count. */
export async function postponeMessage(
  sql: Sql,
  { id, ms, error, isUnreachable, isCounted }: Postponement,
): Promise<void> {
  await sql`
    update outbox set next_attempt_at = now() + ${ms} * interval '1 millisecond', last_error = ${error},
      is_unreachable = ${isUnreachable}, attempts = attempts - ${isCounted ? 0 : 1}
    where id = ${id}`
}

/** Ten times the skew that the API allows by default: a later number that it took is from when its own clock was wrong. */
const MAX_SKEW_MS = 300_000

/**
 * Removes a message whose number the API takes for one from the future, and with it the numbers that the link has reached
 * by a wrong clock: the next report is numbered after the last delivered one. Messages of the link that wait with such
 * numbers are removed, too: sent once the clock is right, they would count as newer than the next report.
 *
 * @param message `now` is in milliseconds, by the API's clock
 */
export async function dropFutureMessage(sql: Sql, { id, now }: { id: string; now: number }): Promise<void> {
  await sql`
    with dropped as (delete from outbox where id = ${id} returning tuvens_event_id),
    waiting as (
      delete from outbox o using dropped where o.tuvens_event_id = dropped.tuvens_event_id and o.id <> ${id}
        and o.sent_at_ms > ${now} and o.delivered_at is null and o.dead_at is null)
    update link_statuses s set sent_source_status = null, sent_at_ms = coalesce((
      select max(o.sent_at_ms) from outbox o where o.tuvens_event_id = s.tuvens_event_id
        and o.delivered_at is not null and o.sent_at_ms <= ${now + MAX_SKEW_MS}), 0)
    from dropped where s.tuvens_event_id = dropped.tuvens_event_id and s.sent_at_ms > ${now}`
}

/**
 * Lets the next report of a link be numbered after the newest one that the API has of the pair, and forgets what was sent
 * last.
 *
 * @returns false when the link's own numbers have reached the newest one: the message only arrived late
 */
export async function passNewestTime(
  sql: Sql,
  { eventId, hiEventId }: OutboxMessage,
  newestSentAtMs: number,
): Promise<boolean> {
  const { count } = await sql`
    update link_statuses set sent_source_status = null, sent_at_ms = ${newestSentAtMs}
    where tuvens_event_id = ${eventId} and hi_event_id = ${hiEventId} and sent_at_ms < ${newestSentAtMs}`
  return count === 1
}

/** Kept for a person to look at and to send again. */
export async function deadLetter(sql: Sql, id: string, error: string): Promise<void> {
  await sql`update outbox set dead_at = now(), last_error = ${error}, is_unreachable = false where id = ${id}`
}

/** Deletes status reports so many days after they were delivered, or given up. */
export function deleteOldMessages(
  sql: Sql,
  { deliveredDays, deadDays }: { deliveredDays: number; deadDays: number },
): Promise<number> {
  const where = sql`(dead_at < now() - ${deadDays}::integer * interval '1 day'
    or delivered_at < now() - ${deliveredDays}::integer * interval '1 day')`
  return inBatches(() => deleteBatch(sql, { table: 'outbox', where }))
}
