import type { Sql } from '@tuvens/platform/db/db'
import { BATCH_SIZE, deleteBatch } from '@tuvens/platform/db/delete-batches'

/**
 * Sessions stay a day after they expire, so that a late click gets SESSION_EXPIRED and not SESSION_NOT_FOUND. One that was
 * used stays longer than any ticket session that began with it (a week at most), whose rights end with the row.
 */
export function deleteExpiredSessions(sql: Sql): Promise<number> {
  const where = sql`expires_at < now() - interval '1 day'
    and (used_at is null or expires_at < now() - interval '8 days')`
  return deleteBatch(sql, { table: 'cross_app_sessions', key: 'token_hash', where })
}

export function deleteExpiredRefreshTokens(sql: Sql): Promise<number> {
  const where = sql`expires_at < now() - interval '1 day'`
  return deleteBatch(sql, { table: 'refresh_tokens', key: 'token_hash', where })
}

/** With their refresh tokens. Ended ones stay a day, so that the report of a stolen token still finds its sign-in. */
export function deleteExpiredSignIns(sql: Sql): Promise<number> {
  return deleteBatch(sql, {
    table: 'sign_ins',
    where: sql`least(expires_at, ended_at) < now() - interval '1 day'`,
  })
}

export function deleteExpiredOneTimeTokens(sql: Sql): Promise<number> {
  return deleteBatch(sql, { table: 'one_time_tokens', key: 'token_hash', where: sql`expires_at < now()` })
}

/** Ended keys stay a while: a platform that still shows one is told what happened to it. */
export function deleteEndedApiKeys(sql: Sql): Promise<number> {
  return deleteBatch(sql, {
    table: 'api_keys',
    where: sql`least(expires_at, revoked_at) < now() - interval '30 days'`,
  })
}

/** They may hold an e-mail address of a reader: what is closed is kept for a year, what nobody closed for two. */
export function deleteOldComplaints(sql: Sql): Promise<number> {
  return deleteBatch(sql, {
    table: 'complaints',
    where: sql`created_at < now() - interval '1 year' and (closed_at is not null or created_at < now() - interval '2 years')`,
  })
}

/** A repeat after this time is a new call. */
export function deleteOldCalls(sql: Sql): Promise<number> {
  return deleteBatch(sql, {
    table: 'idempotent_calls',
    where: sql`created_at < now() - interval '24 hours'`,
  })
}

/** Mails that were sent or given up stay for the question where a mail is. */
export function deleteOldMails(sql: Sql, days: number): Promise<number> {
  const where = sql`coalesce(sent_at, given_up_at) < now() - ${days}::integer * interval '1 day'`
  return deleteBatch(sql, { table: 'mails', where })
}

/** With their attempts. One that is still tried is kept; one of a disabled endpoint is not tried. */
export function deleteOldWebhookMessages(sql: Sql, days: number): Promise<number> {
  const where = sql`created_at < now() - ${days}::integer * interval '1 day'
    and (state <> 'waiting' or exists (
      select from webhook_endpoints e where e.id = endpoint_id and e.disabled_at is not null))`
  return deleteBatch(sql, { table: 'webhook_messages', where })
}

/** No guard looks back further. */
export function deleteOldFlagOutcomes(sql: Sql): Promise<number> {
  return deleteBatch(sql, { table: 'flag_outcomes', where: sql`at < now() - interval '2 hours'` })
}

export function deleteOldAudits(sql: Sql, days: number): Promise<number> {
  return deleteBatch(sql, {
    table: 'audit_log',
    where: sql`at < now() - ${days}::integer * interval '1 day'`,
  })
}

/** Events whose next date has passed go on with the one after it: the trigger of the table decides which. */
export async function moveToNextDates(sql: Sql): Promise<number> {
  const { count } = await sql`
    update events set next_start = next_start where id in (
      select id from events where next_end < last_end and next_end < now()
      order by next_end limit ${BATCH_SIZE} for update skip locked)`
  return count
}

export function deleteExpiredInvitations(sql: Sql): Promise<number> {
  return deleteBatch(sql, { table: 'invitations', where: sql`expires_at < now() - interval '7 days'` })
}

/**
 * Deletes the oldest part of the log and stores its end: a stream with an older cursor is reset. No
 * transaction runs for as long as a row is kept, so none can still commit a row before that end.
 */
export async function deleteOldChanges(sql: Sql, hours: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with old as (
      select xid, id from ticketing_changes
      where changed_at < now() - ${hours}::integer * interval '1 hour'
      order by xid, id limit ${BATCH_SIZE} for update skip locked
    ), last as (
      select xid, id from old order by xid desc, id desc limit 1
    ), moved as (
      update last_deleted_change d set xid = last.xid, id = last.id from last
      where (last.xid, last.id) > (d.xid, d.id)
    ), deleted as (
      delete from ticketing_changes where id in (select id from old) returning id
    )
    select count(*)::integer as count from deleted`
  return row?.count ?? 0
}

/** The newest delivery of each event is kept for ever, so that a repeat of it never acts again. */
export function deleteOldDeliveries(sql: Sql, hours: number): Promise<number> {
  const where = sql`received_at < now() - ${hours}::integer * interval '1 hour'
    and exists (select from status_deliveries newer
      where newer.event_id = status_deliveries.event_id and newer.sent_at > status_deliveries.sent_at)`
  return deleteBatch(sql, { table: 'status_deliveries', where })
}
