import type { Sql } from '@tuvens/platform/db/db'

/** Every cursor from before is answered with a reset and a snapshot. */
export async function beginChangeLog(sql: Sql): Promise<void> {
  await sql`delete from ticketing_changes`
  await sql`update last_deleted_change set xid = pg_current_xact_id(), id = 0`
}

/** More than one event can have had since its backup. */
const SKIPPED_VERSIONS = 1_000_000

export async function skipVersions(sql: Sql): Promise<void> {
  await sql`
    update events set revision = revision + ${SKIPPED_VERSIONS}, edited_revision = edited_revision + ${SKIPPED_VERSIONS},
      ticketing_version = case when ticketing_version > 0 then ticketing_version + ${SKIPPED_VERSIONS} else 0 end`
}

export async function queueAllEdits(sql: Sql): Promise<void> {
  await sql`
    insert into event_edits (event_id) select id from events where hi_events_event_id is not null
    on conflict (event_id) do update set due_at = clock_timestamp(), attempts = 0`
}
