import type { LinkedAccount } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { type CatalogueRow, eventColumns } from '../catalogue/store.ts'

type LinksPage = { accountId: number | null; after: string; limit: number }

type LinkedRow = CatalogueRow & { source_sent_at: Date | null }

/** A page of the events that are linked, by id, with the time of the newest status report of each. */
export async function listLinkedEvents(sql: Sql, page: LinksPage): Promise<LinkedRow[]> {
  return sql<LinkedRow[]>`
    select ${eventColumns(sql)}, e.source_sent_at from events e join accounts a on a.id = e.account_id
    where e.hi_events_event_id is not null and e.id > ${page.after}
      and (${page.accountId}::bigint is null or e.account_id = ${page.accountId}::bigint)
    order by e.id limit ${page.limit}`
}

/** The accounts with the e-mail addresses of their members, the owners' first. */
export async function listLinkedAccounts(sql: Sql, ids: string[]): Promise<LinkedAccount[]> {
  return sql<LinkedAccount[]>`
    select a.id::float8 as account_id, a.name as organiser,
      coalesce(array_agg(u.email order by m.role = 'owner' desc, u.id) filter (where u.id is not null), '{}') as emails
    from accounts a left join memberships m on m.account_id = a.id left join users u on u.id = m.user_id
    where a.id = any (${ids}::bigint[]) group by a.id order by a.id`
}
