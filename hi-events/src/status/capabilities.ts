import type { Sql } from '@tuvens/platform/db/db'

/**
 * What the ticket system can do beyond the oldest version that works. It is learned from its answers, never from the text
 * of a version: an upgrade shows in the first event that is read after it.
 */
export type Capability = 'dates'

/** Stores what an answer shows, when it is not what is stored. @returns whether it is news */
export async function noteCapability(sql: Sql, name: Capability, isPresent: boolean): Promise<boolean> {
  const { count } = await sql`
    insert into capabilities as c (name, is_present)
    select ${name}, ${isPresent}
    where not exists (select from capabilities where name = ${name} and is_present = ${isPresent})
    on conflict (name) do update set is_present = excluded.is_present, changed_at = now()
    where c.is_present <> excluded.is_present`
  return count === 1
}

/** Whether the ticket system has it; null before any answer showed. */
export async function findCapability(sql: Sql, name: Capability): Promise<boolean | null> {
  const [row] = await sql<{ is_present: boolean }[]>`select is_present from capabilities where name = ${name}`
  return row?.is_present ?? null
}
