import type { Sql } from '@tuvens/platform/db'

/**
 * Rows taken at once. A clean-up in one long transaction would hold back the stream, which waits for every
 * transaction older than a change.
 */
export const BATCH = 2000

/** Sessions are kept a day past their end, so that a late click is told "expired" and not "unknown". */
export async function deleteExpiredSessions(sql: Sql): Promise<number> {
  const result = await sql`
    delete from cross_app_sessions where token_hash in (
      select token_hash from cross_app_sessions where expires_at < now() - interval '1 day'
      limit ${BATCH} for update skip locked)`
  return result.count
}

export async function deleteExpiredRefreshTokens(sql: Sql): Promise<number> {
  const result = await sql`
    delete from refresh_tokens where token_hash in (
      select token_hash from refresh_tokens where expires_at < now() - interval '1 day'
      limit ${BATCH} for update skip locked)`
  return result.count
}

/**
 * Takes the oldest part of the log away and remembers how far: who comes back with an older cursor is told. No writer
 * is under way for as long as a row is kept, so none can still add to what is taken.
 */
export async function deleteOldChanges(sql: Sql, hours: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with old as (
      select xid, id from ticketing_changes
      where changed_at < now() - ${hours}::integer * interval '1 hour'
      order by xid, id limit ${BATCH} for update skip locked
    ), last as (
      select xid, id from old order by xid desc, id desc limit 1
    ), floored as (
      update ticketing_changes_floor f set xid = last.xid, id = last.id from last
      where (last.xid, last.id) > (f.xid, f.id)
    ), gone as (
      delete from ticketing_changes where id in (select id from old) returning id
    )
    select count(*)::integer as count from gone`
  return row?.count ?? 0
}

/** The newest message of each event is kept for good: no repeat of it may ever act again. */
export async function deleteOldDeliveries(sql: Sql, hours: number): Promise<number> {
  const result = await sql`
    delete from webhook_inbox where id in (
      select i.id from webhook_inbox i
      where i.received_at < now() - ${hours}::integer * interval '1 hour'
        and exists (select from webhook_inbox newer where newer.event_id = i.event_id and newer.sent_at > i.sent_at)
      limit ${BATCH} for update skip locked)`
  return result.count
}
