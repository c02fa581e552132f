import type { Sql } from '@tuvens/platform/db/db'

/**
 * Rows deleted by one statement. One long transaction would delay the stream, which waits for every transaction that
 * is older than a change.
 */
export const BATCH_SIZE = 2000

/**
 * Sessions stay a day after they expire, so that a late click gets SESSION_EXPIRED and not SESSION_NOT_FOUND. One that was
 * used stays longer than any ticket session that began with it (a week at most), whose rights end with the row.
 */
export async function deleteExpiredSessions(sql: Sql): Promise<number> {
  const result = await sql`
    delete from cross_app_sessions where token_hash in (
      select token_hash from cross_app_sessions where expires_at < now() - interval '1 day'
        and (used_at is null or expires_at < now() - interval '8 days')
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}

export async function deleteExpiredRefreshTokens(sql: Sql): Promise<number> {
  const result = await sql`
    delete from refresh_tokens where token_hash in (
      select token_hash from refresh_tokens where expires_at < now() - interval '1 day'
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}

/** With their refresh tokens. Ended ones stay a day, so that the report of a stolen token still finds its sign-in. */
export async function deleteExpiredSignIns(sql: Sql): Promise<number> {
  const result = await sql`
    delete from sign_ins where id in (
      select id from sign_ins where least(expires_at, ended_at) < now() - interval '1 day'
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}

export async function deleteExpiredOneTimeTokens(sql: Sql): Promise<number> {
  const result = await sql`
    delete from one_time_tokens where token_hash in (
      select token_hash from one_time_tokens where expires_at < now() limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}

/** Mails that were sent or given up stay a month, for the question where a mail is. */
export async function deleteOldMails(sql: Sql): Promise<number> {
  const result = await sql`
    delete from mails where id in (
      select id from mails where coalesce(sent_at, given_up_at) < now() - interval '30 days'
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}

export async function deleteOldAudits(sql: Sql, days: number): Promise<number> {
  const result = await sql`
    delete from audit_log where id in (
      select id from audit_log where at < now() - ${days}::integer * interval '1 day'
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}

export async function deleteExpiredInvitations(sql: Sql): Promise<number> {
  const result = await sql`
    delete from invitations where id in (
      select id from invitations where expires_at < now() - interval '7 days'
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
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
export async function deleteOldDeliveries(sql: Sql, hours: number): Promise<number> {
  const result = await sql`
    delete from status_deliveries where id in (
      select i.id from status_deliveries i
      where i.received_at < now() - ${hours}::integer * interval '1 hour'
        and exists (select from status_deliveries newer where newer.event_id = i.event_id and newer.sent_at > i.sent_at)
      limit ${BATCH_SIZE} for update skip locked)`
  return result.count
}
