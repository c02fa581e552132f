import { createDb, type Db } from '@tuvens/platform/db/db'
import { randomUUID } from 'node:crypto'
import type { Services } from '../stage/services.ts'
import type { TicketedEvent } from '../stage/ticketed-event.ts'

/** The databases of the three services. */
export type Databases = { api: Db; tickets: Db; office: Db; close: () => Promise<void> }

export function openDatabases(services: Services): Databases {
  const [api, tickets, office] = ['api', 'hi-events', 'box-office'].map((folder) =>
    createDb(services.database(folder), { max: 2, timeouts: { statementMs: 300_000 } }),
  ) as [Db, Db, Db]
  return {
    api,
    tickets,
    office,
    close: async () => {
      await Promise.all([api, tickets, office].map((db) => db.end({ timeout: 5 })))
    },
  }
}

/** Copies of an event have these ids on both sides. */
const FIRST_COPY = 10_000_000
export const copyIds = (count: number) => Array.from({ length: count }, (_each, at) => FIRST_COPY + at)

/** Rows of one table that belong to the event, and what is different in each copy. `$id` is the id of the copy. */
type Copied = { table: string; where: string; changes: Record<string, '$id' | null> }

const OFFICE_ROWS: Copied[] = [
  { table: 'events', where: 'id = $event', changes: { id: '$id' } },
  { table: 'occurrences', where: 'event_id = $event', changes: { id: '$id', event_id: '$id' } },
  { table: 'product_categories', where: 'event_id = $event', changes: { id: '$id', event_id: '$id' } },
  {
    table: 'products',
    where: 'event_id = $event',
    changes: { id: '$id', event_id: '$id', category_id: '$id' },
  },
  {
    table: 'product_prices',
    where: 'product_id in (select id from products where event_id = $event)',
    changes: { id: '$id', product_id: '$id' },
  },
]
const API_ROWS: Copied[] = [
  { table: 'events', where: 'id = $event', changes: { id: '$id', hi_events_event_id: '$id' } },
]
const TICKET_ROWS: Copied[] = ['links', 'link_statuses', 'shop_checks'].map((table) => ({
  table,
  where: 'tuvens_event_id = $event',
  changes: { tuvens_event_id: '$id', ...(table !== 'shop_checks' && { hi_event_id: '$id' }) },
}))

/** Copies a linked event with its shop in all three services, as if each copy had been set up by hand. */
export async function copyEvent(
  { api, tickets, office }: Databases,
  { eventId, hiEventId }: TicketedEvent,
  count: number,
): Promise<void> {
  for (const rows of API_ROWS) await copyRows(api, rows, { event: Number(eventId), count })
  for (const rows of OFFICE_ROWS) await copyRows(office, rows, { event: hiEventId, count })
  await office`
    update events set attributes = jsonb_build_array(jsonb_build_object('name', 'tuvens_event_id',
      'value', id::text, 'is_public', false)) where id >= ${FIRST_COPY}`
  for (const rows of TICKET_ROWS) await copyRows(tickets, rows, { event: Number(eventId), count })
  for (const db of [api, tickets, office]) await db`analyze`
}

async function copyRows(
  db: Db,
  { table, where, changes }: Copied,
  { event, count }: { event: number; count: number },
): Promise<void> {
  const changed = Object.keys(changes).map((column) => `'${column}', n`)
  // A value that has to be unique is made for each copy.
  const unique = table === 'occurrences' ? [`'short_id', 'oc_${randomUUID().slice(0, 8)}' || n`] : []
  const copy = `to_jsonb(t) || jsonb_build_object(${[...changed, ...unique].join(', ')})`
  const from = `${table} t, generate_series(${FIRST_COPY}, ${FIRST_COPY + count - 1}) n`
  await db.unsafe(`
    insert into ${table} overriding system value
    select (jsonb_populate_record(null::${table}, ${copy})).* from ${from}
    where ${where.replaceAll('$event', String(event))}`)
}
