import type { Sql } from '@tuvens/platform/db/db'

/** What a table holds: the number of its rows, and the sum of a hash of each of them. */
export type TableContents = { rows: string; checksum: string }
export type Contents = Readonly<Record<string, TableContents>>

/** Reads every table of the schema `public`. Texts do not depend on the settings of the session. */
export async function readContents(sql: Sql): Promise<Contents> {
  await sql`select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true),
    set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
    set_config('extra_float_digits', '1', true)`
  const contents: Record<string, TableContents> = {}
  for (const table of await listTables(sql)) {
    const [row] = await sql<TableContents[]>`
      select count(*)::text as rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as checksum
      from ${sql(`public.${table}`)} t`
    contents[table] = row ?? { rows: '0', checksum: '0' }
  }
  return contents
}

export async function listTables(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`
  return rows.map(({ name }) => name)
}

/** What differs between two databases, a sentence for each table. */
export function compareContents(wanted: Contents, found: Contents): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()
  return names.flatMap((name) => {
    const [before, after] = [wanted[name], found[name]]
    if (before === undefined) return [`The table ${name} is not in the backup.`]
    if (after === undefined) return [`The table ${name} is missing.`]
    if (before.rows !== after.rows)
      return [`The table ${name} has ${after.rows} rows instead of ${before.rows}.`]
    return before.checksum === after.checksum ? [] : [`The rows of the table ${name} differ.`]
  })
}

/** `3 tables, 1,204 rows` */
export function sizeOf(contents: Contents): string {
  const tables = Object.values(contents)
  const rows = tables.reduce((sum, each) => sum + Number(each.rows), 0)
  return `${tables.length} tables, ${rows.toLocaleString('en')} rows`
}
