import type { Sql } from '@tuvens/platform/db/db'

/** Which events a link ties together, and which origins its organiser lets frame the tickets. */
export type FramedLink = { eventId: string; hiEventId: number; framingOrigins: string[] }

function select(sql: Sql) {
  return sql`
    select tuvens_event_id as "eventId", hi_event_id::float8 as "hiEventId", framing_origins as "framingOrigins"
    from links where unlinked_at is null`
}

/** The link of a Tuvens event, unless it was unlinked. */
export async function findFramedLink(sql: Sql, eventId: string): Promise<FramedLink | undefined> {
  const [link] = await sql<FramedLink[]>`${select(sql)} and tuvens_event_id = ${eventId}`
  return link
}

/** The link of a Hi.Events event, unless it was unlinked. */
export async function findFramedLinkByHiEvent(sql: Sql, hiEventId: number): Promise<FramedLink | undefined> {
  const [link] = await sql<FramedLink[]>`${select(sql)} and hi_event_id = ${hiEventId}`
  return link
}

/** @returns whether the event is linked */
export async function saveFramingOrigins(sql: Sql, eventId: string, origins: string[]): Promise<boolean> {
  const { count } = await sql`
    update links set framing_origins = ${origins} where tuvens_event_id = ${eventId} and unlinked_at is null`
  return count === 1
}

/** From now on nobody but the event site may frame the tickets. Linked again, the event has no framing origins. */
export async function markUnlinked(sql: Sql, eventId: string): Promise<void> {
  await sql`
    update links set unlinked_at = now(), framing_origins = '{}'
    where tuvens_event_id = ${eventId} and unlinked_at is null`
}

/** The API follows the link: it was linked again. */
export async function markLinked(sql: Sql, eventId: string): Promise<void> {
  await sql`update links set unlinked_at = null where tuvens_event_id = ${eventId} and unlinked_at is not null`
}
