import type { Db } from '@tuvens/platform/db/db'

/** Where in a database a value is stored: `table.column`. */
export async function columnsHolding(db: Db, values: readonly string[]): Promise<Map<string, string[]>> {
  const tables = await db<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`
  const found = new Map<string, string[]>()
  for (const { name } of tables) {
    const rows = await db<{ key: string; value: string }[]>`
      select distinct field.key, given.value from ${db(name)} as stored
      cross join lateral jsonb_each_text(to_jsonb(stored)) as field
      join unnest(${[...values]}::text[]) as given(value)
        on strpos(lower(field.value), lower(given.value)) > 0
        or strpos(field.value, encode(convert_to(given.value, 'UTF8'), 'hex')) > 0`
    for (const { key, value } of rows) found.set(value, [...(found.get(value) ?? []), `${name}.${key}`])
  }
  return found
}

/** The values that a text holds, also when it is escaped as in an address. */
export function valuesIn(text: string, values: Iterable<string>): string[] {
  const lower = text.toLowerCase()
  return [...values].filter((value) =>
    [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)].some((form) =>
      lower.includes(form.toLowerCase()),
    ),
  )
}
