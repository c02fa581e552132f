import type { Sql } from '@tuvens/platform/db/db'

/** An event whose details are to be told. `dueAt` identifies the claim: an edit meanwhile sets another time. */
export type ClaimedEdit = { eventId: string; dueAt: string; attempts: number; traceparent: string | null }

/** Claims what is due, for as long as an attempt may take. */
export async function claimEdits(sql: Sql, limit: number): Promise<ClaimedEdit[]> {
  return sql<ClaimedEdit[]>`
    update event_edits set due_at = clock_timestamp() + interval '30 seconds', attempts = attempts + 1
    where event_id in (
      select event_id from event_edits where due_at <= now() order by due_at limit ${limit} for update skip locked)
    returning event_id as "eventId", due_at::text as "dueAt", attempts, traceparent`
}

/** The details were told, or need not be. An edit that came meanwhile stays due. */
export async function deleteEdit(sql: Sql, { eventId, dueAt }: ClaimedEdit): Promise<void> {
  await sql`delete from event_edits where event_id = ${eventId} and due_at::text = ${dueAt}`
}

export async function postponeEdit(
  sql: Sql,
  { eventId, dueAt }: ClaimedEdit,
  { pauseMs, error }: { pauseMs: number; error: string },
): Promise<void> {
  await sql`
    update event_edits set due_at = now() + ${pauseMs} * interval '1 millisecond', last_error = ${error}
    where event_id = ${eventId} and due_at::text = ${dueAt}`
}
