import type { Sql } from '@tuvens/platform/db/db'

export type OrganizerStatus = 'DRAFT' | 'LIVE' | 'ARCHIVED'
export type OrganizerRow = {
  id: number
  account_id: number
  name: string
  email: string
  phone: string | null
  website: string | null
  description: string | null
  timezone: string
  currency: string
  status: OrganizerStatus
}
export type NewOrganizer = Omit<OrganizerRow, 'id' | 'status'>

/** No row: there is no such account. */
export async function insertOrganizer(sql: Sql, organizer: NewOrganizer): Promise<OrganizerRow[]> {
  return sql<OrganizerRow[]>`
    insert into organizers (account_id, name, email, phone, website, description, timezone, currency)
    select id, ${organizer.name}, ${organizer.email}, ${organizer.phone}, ${organizer.website},
      ${organizer.description}, ${organizer.timezone}, ${organizer.currency}
    from accounts where id = ${organizer.account_id}
    returning *`
}

export async function listOrganizers(sql: Sql, accountId: number): Promise<OrganizerRow[]> {
  return sql<OrganizerRow[]>`select * from organizers where account_id = ${accountId} order by id`
}

export async function findOrganizer(
  sql: Sql,
  ids: { accountId: number; id: number },
): Promise<OrganizerRow | undefined> {
  const [row] = await sql<OrganizerRow[]>`
    select * from organizers where account_id = ${ids.accountId} and id = ${ids.id}`
  return row
}

export async function updateOrganizer(
  sql: Sql,
  { id, ...organizer }: Omit<OrganizerRow, 'account_id' | 'status'>,
): Promise<OrganizerRow[]> {
  return sql<OrganizerRow[]>`
    update organizers
    set ${sql(organizer, 'name', 'email', 'phone', 'website', 'description', 'timezone', 'currency')}, updated_at = now()
    where id = ${id} returning *`
}

export async function updateOrganizerStatus(
  sql: Sql,
  { id, status }: { id: number; status: OrganizerStatus },
): Promise<OrganizerRow[]> {
  return sql<OrganizerRow[]>`
    update organizers set status = ${status}, updated_at = now() where id = ${id} returning *`
}

export async function archiveEventsOf(sql: Sql, organizerId: number): Promise<void> {
  await sql`
    update events set status = 'ARCHIVED', updated_at = clock_timestamp()
    where organizer_id = ${organizerId} and status <> 'ARCHIVED' and deleted_at is null`
}

/** Changes of the statuses of an account's organizers wait for each other from here on. */
export async function lockOrganizersOf(sql: Sql, accountId: number): Promise<void> {
  await sql`select from accounts where id = ${accountId} for no key update`
}

/** Organizers that are not archived. */
export async function countActive(sql: Sql, accountId: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from organizers where account_id = ${accountId} and status <> 'ARCHIVED'`
  return row?.count ?? 0
}
