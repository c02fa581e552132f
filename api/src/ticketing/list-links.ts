import { type ListLinksQuery, type ListLinksResponse, MAX_LINKS_PER_PAGE } from '@tuvens/contract'
import { findIncarnation } from '@tuvens/platform/db/incarnation'
import { representDetails } from '../catalogue/represent.ts'
import type { TicketingContext } from './context.ts'
import { listLinkedAccounts, listLinkedEvents } from './links-store.ts'

/** What a ticket origin that has lost its database needs to go on with the same links. */
export async function listLinks(
  { db, config }: Pick<TicketingContext, 'db' | 'config'>,
  { query }: { query: ListLinksQuery },
): Promise<ListLinksResponse> {
  const rows = await listLinkedEvents(db, {
    accountId: query.account_id ?? null,
    after: query.after ?? '0',
    limit: MAX_LINKS_PER_PAGE,
  })
  const links = rows.map((row) => ({
    event_id: row.id,
    account_id: Number(row.account_id),
    hi_events_event_id: Number(row.hi_events_event_id),
    revision: row.revision,
    details: representDetails(row, config),
    reported_at: row.source_sent_at?.toISOString() ?? null,
  }))
  const accounts = await listLinkedAccounts(db, [...new Set(rows.map((row) => row.account_id))])
  const next = rows.length === MAX_LINKS_PER_PAGE ? (rows.at(-1)?.id ?? null) : null
  return { accounts, links, next, incarnation: await findIncarnation(db) }
}
