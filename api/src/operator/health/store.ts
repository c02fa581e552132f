import type { QueueState } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

/** The queues of the API, with what waits in them. */
export async function listQueues(sql: Sql): Promise<QueueState[]> {
  return sql<QueueState[]>`
    select 'edits' as name, count(*)::integer as waiting, 0 as dead_letters,
      extract(epoch from now() - min(created_at))::float8 as oldest_seconds
    from event_edits
    union all select 'mails', count(*) filter (where given_up_at is null)::integer,
      count(*) filter (where given_up_at is not null)::integer,
      extract(epoch from now() - min(created_at) filter (where given_up_at is null))::float8
    from mails where sent_at is null`
}
