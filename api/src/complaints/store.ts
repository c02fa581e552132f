import type { ComplaintRequest } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

export type FiledComplaint = { id: string; event_title: string; is_first: boolean }

/** Stores a complaint. `is_first`: no other one of the event is open. Undefined when there is no such event. */
export async function insertComplaint(
  sql: Sql,
  eventId: string,
  { reason, text = '', email }: ComplaintRequest,
): Promise<FiledComplaint | undefined> {
  const [row] = await sql<FiledComplaint[]>`
    insert into complaints (event_id, event_title, account_id, reason, text, email)
    select id, title, account_id, ${reason}, ${text.trim()}, ${email ?? null} from events where id = ${eventId}
    returning id, event_title,
      not exists (select from complaints c where c.event_id = ${eventId} and c.closed_at is null) as is_first`
  return row
}
