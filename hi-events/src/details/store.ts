import { type Difference, EDITS_SWITCHED_OFF, type EventDetails } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { currentTraceparent } from '@tuvens/platform/telemetry/trace'
import type { Written } from './compare.ts'

/** The details of a link: what the Tuvens event says, and what was written of it. */
export type LinkDetails = {
  /** Tuvens event id. */
  eventId: string
  accountId: number
  hiEventId: number
  /** Null until the API has told them. */
  details: EventDetails | null
  written: Written
}

/** Details that are due to be compared. `dueAt` identifies the claim: a change meanwhile sets another time. */
export type ClaimedDetails = {
  eventId: string
  accountId: number
  dueAt: string
  attempts: number
  /** Of the edit; null when a comparison found that something differs. */
  traceparent: string | null
}

export async function findLinkDetails(sql: Sql, eventId: string): Promise<LinkDetails | undefined> {
  const [row] = await sql<LinkDetails[]>`
    select d.tuvens_event_id as "eventId", l.tuvens_account_id::float8 as "accountId",
      l.hi_event_id::float8 as "hiEventId", d.wanted as details, d.written
    from link_details d join links l using (tuvens_event_id) where d.tuvens_event_id = ${eventId}`
  return row
}

type Wanted = { eventId: string; revision: number; details: EventDetails }

/** The linked events of an account, and in how many fields each differed when it was last compared. */
export async function countDifferences(
  sql: Sql,
  accountId: string,
): Promise<{ event_id: string; count: number }[]> {
  return sql<{ event_id: string; count: number }[]>`
    select l.tuvens_event_id as event_id, coalesce(jsonb_array_length(d.differences), 0) as count
    from links l left join link_details d using (tuvens_event_id)
    where l.tuvens_account_id = ${accountId} order by l.tuvens_event_id`
}

/**
 * Stores what the Tuvens event says. An older revision than the stored one changes nothing, and the same details are not
 * compared again.
 *
 * @returns false when the event is not linked
 */
export async function saveWanted(sql: Sql, { eventId, revision, details }: Wanted): Promise<boolean> {
  const rows = await sql`
    with linked as (select tuvens_event_id from links where tuvens_event_id = ${eventId}), saved as (
      insert into link_details as d (tuvens_event_id, wanted, revision, due_at, traceparent)
      select tuvens_event_id, ${sql.json(details)}, ${revision}, now(), ${currentTraceparent() ?? null} from linked
      on conflict (tuvens_event_id) do update set wanted = excluded.wanted, revision = excluded.revision,
        due_at = case when d.wanted is distinct from excluded.wanted then now() else d.due_at end,
        attempts = case when d.wanted is distinct from excluded.wanted then 0 else d.attempts end,
        traceparent = excluded.traceparent
      where d.revision <= excluded.revision)
    select 1 from linked`
  return rows.length === 1
}

type Created = Wanted & { written: Written; eventHash: string; isDue: boolean }

/** Stores the details with which an event was created on the ticket system, and what then stood there. */
export async function saveCreated(sql: Sql, created: Created): Promise<void> {
  await sql`
    insert into link_details (tuvens_event_id, wanted, revision, written, event_hash, due_at, traceparent)
    values (${created.eventId}, ${sql.json(created.details)}, ${created.revision}, ${sql.json(created.written)},
      ${created.eventHash}, ${created.isDue ? sql`now()` : null}, ${currentTraceparent() ?? null})
    on conflict (tuvens_event_id) do update set wanted = excluded.wanted, revision = excluded.revision,
      written = excluded.written, event_hash = excluded.event_hash, due_at = excluded.due_at, differences = '[]',
      traceparent = excluded.traceparent`
}

/** Claims details that are due, for as long as carrying them may take. */
export async function claimDetails(sql: Sql, limit: number): Promise<ClaimedDetails[]> {
  return sql<ClaimedDetails[]>`
    update link_details d set due_at = clock_timestamp() + interval '60 seconds', attempts = attempts + 1
    from links l
    where l.tuvens_event_id = d.tuvens_event_id and d.tuvens_event_id in (
      select tuvens_event_id from link_details where due_at <= now() order by due_at
      limit ${limit} for update skip locked)
    returning d.tuvens_event_id as "eventId", l.tuvens_account_id::float8 as "accountId", due_at::text as "dueAt",
      attempts, d.traceparent`
}

/** What was read of an event of the ticket system; the hash is that of `eventHash`. */
type SeenEvent = { eventId: string; eventHash: string; hasDates: boolean }

/**
 * Events that are not as they were last compared are due now. So are those of which the ticket system could take only the first
 * date, once it has events of several.
 */
export async function compareChanged(sql: Sql, seen: SeenEvent[]): Promise<void> {
  await sql`
    update link_details d set due_at = now(), attempts = 0, traceparent = null
    from unnest(${seen.map((each) => each.eventId)}::bigint[], ${seen.map((each) => each.eventHash)}::text[],
      ${seen.map((each) => String(each.hasDates))}::text[]::boolean[]) as seen (id, hash, has_dates)
    where d.tuvens_event_id = seen.id and d.due_at is null and (d.event_hash is distinct from seen.hash
      or (seen.has_dates and d.differences @> '[{"reason": "single_date"}]'))`
}

/** Stores the result of a comparison. A change that came meanwhile stays due. */
export async function saveComparison(
  sql: Sql,
  eventId: string,
  result: {
    written: Written
    differences: Pick<Difference, 'field' | 'reason'>[]
    eventHash: string
    /** `dueAt` of the claim. */
    claim: string | null
  },
): Promise<void> {
  await sql`
    update link_details set written = ${sql.json(result.written)}, differences = ${sql.json(result.differences)},
      event_hash = ${result.eventHash}, compared_at = now(), last_error = null,
      due_at = case when due_at::text = ${result.claim} then null else due_at end
    where tuvens_event_id = ${eventId}`
}

export async function postponeComparison(
  sql: Sql,
  { eventId, dueAt }: ClaimedDetails,
  { pauseMs, error }: { pauseMs: number; error: string },
): Promise<void> {
  await sql`
    update link_details set due_at = now() + ${pauseMs} * interval '1 millisecond', last_error = ${error}
    where tuvens_event_id = ${eventId} and due_at::text = ${dueAt}`
}

/** While a flag is off, what it holds is looked at this often: edits go on this soon after it is on again. */
export const HELD_MS = 5_000

/** Ends a claim without an attempt: the details stay due. */
export async function holdComparison(
  sql: Sql,
  { eventId, dueAt }: Pick<ClaimedDetails, 'eventId' | 'dueAt'>,
  pauseMs: number,
): Promise<void> {
  await sql`
    update link_details set due_at = now() + ${pauseMs} * interval '1 millisecond', attempts = attempts - 1,
      last_error = ${EDITS_SWITCHED_OFF}
    where tuvens_event_id = ${eventId} and due_at::text = ${dueAt}`
}
