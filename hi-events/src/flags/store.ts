import type { FlagState } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

/** The flags as the API last gave them; undefined when it never has. */
export async function findKnownFlags(sql: Sql): Promise<FlagState[] | undefined> {
  const [row] = await sql<{ states: FlagState[] }[]>`select states from known_flags`
  return row?.states
}

export async function saveKnownFlags(sql: Sql, states: readonly FlagState[]): Promise<void> {
  await sql`
    insert into known_flags (states) values (${sql.json(states)})
    on conflict (id) do update set states = excluded.states, read_at = clock_timestamp()`
}
