import type { ComplaintRequest } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

export type FiledComplaint = { id: string; event_title: string; is_mailed: boolean }

/** Open complaints about an event before those of which the operator is mailed again, whatever their reason. */
const MANY = [4, 24, 124]

/**
 * Stores a complaint. `is_mailed`: the operator is to know, because no open one of the event has this reason or there are many.
 * Undefined when there is no such event.
 */
export async function insertComplaint(
  sql: Sql,
  eventId: string,
  { reason, text = '', email }: ComplaintRequest,
): Promise<FiledComplaint | undefined> {
  const [row] = await sql<FiledComplaint[]>`
    insert into complaints (event_id, event_title, account_id, reason, text, email)
    select id, title, account_id, ${reason}, ${text.trim()}, ${email ?? null} from events where id = ${eventId}
    returning id, event_title,
      (select count(*) filter (where c.reason = ${reason}) = 0 or count(*) = any (${MANY}::bigint[])
        from complaints c where c.event_id = ${eventId} and c.closed_at is null) as is_mailed`
  return row
}
