import type { Sql } from '../db/db.ts'

/** What a process measures of itself. */
export type NodeFacts = {
  rssBytes: number
  /** How late timers came in the last interval: the 99th percentile. */
  loopDelayMs: number
  /** Whether the process calls its ticket system no more, because that does not answer. */
  isUpstreamAway?: boolean
}

/** A running process, as it is stored. */
export type NodeRow = { id: string; name: string; version: string; startedAt: Date; facts: NodeFacts }

/** Stores that a process runs. */
export async function noteNode(sql: Sql, { id, name, version, startedAt, facts }: NodeRow): Promise<void> {
  await sql`
    insert into nodes (id, name, version, started_at, facts)
    values (${id}, ${name}, ${version}, ${startedAt}, ${sql.json(facts)})
    on conflict (id) do update set seen_at = now(), facts = excluded.facts`
}

export async function removeNode(sql: Sql, id: string): Promise<void> {
  await sql`delete from nodes where id = ${id}`
}

/** A process that was not seen for an hour is of no interest any more. */
export async function removeOldNodes(sql: Sql): Promise<void> {
  await sql`delete from nodes where seen_at < now() - interval '1 hour'`
}

/** A process as operators see it. `seen_seconds_ago` is by the clock of the database. */
export type SeenNode = {
  name: string
  version: string
  started_at: string
  seen_seconds_ago: number
  rss_bytes: number
  loop_delay_ms: number
}

/** All processes of a service, the oldest first. */
export async function listNodes(sql: Sql): Promise<SeenNode[]> {
  return sql<SeenNode[]>`
    select name, version, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as started_at,
      extract(epoch from now() - seen_at)::float8 as seen_seconds_ago, (facts ->> 'rssBytes')::float8 as rss_bytes,
      (facts ->> 'loopDelayMs')::float8 as loop_delay_ms
    from nodes order by nodes.started_at, name limit 200`
}
