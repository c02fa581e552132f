import type { Db } from '@tuvens/platform/db/db'

export type Column = {
  table: string
  column: string
  type: string
  isNullable: boolean
  hasDefault: boolean
}
/** A constraint or a unique index, which can refuse rows. */
export type Rule = { table: string; name: string; definition: string; columns: string[] }

/** What older code can rely on in a schema. */
export type Schema = {
  columns: Column[]
  rules: Rule[]
  /** Functions, triggers and values of enums, one text each. */
  others: string[]
}

/** Reads the public schema of a database, without the table of the migration runner. */
export async function readSchema(db: Db): Promise<Schema> {
  const columns = await db<Column[]>`
    select table_name as "table", column_name as "column", format_type(a.atttypid, a.atttypmod) as type,
      not a.attnotnull as "isNullable", (a.atthasdef or a.attidentity <> '') as "hasDefault"
    from information_schema.columns c
    join pg_attribute a on a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and a.attname = c.column_name
    where table_schema = 'public' and table_name <> 'schema_migrations' order by 1, 2`
  const rules = await db<Rule[]>`
    select r.relname as "table", c.conname as name, pg_get_constraintdef(c.oid) as definition,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey)) as columns
    from pg_constraint c join pg_class r on r.oid = c.conrelid
    where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'f', 'u', 'p', 'x') and r.relname <> 'schema_migrations'
    union
    select r.relname, i.relname, pg_get_indexdef(i.oid),
      array(select a.attname::text from pg_attribute a where a.attrelid = x.indrelid and a.attnum = any (x.indkey::smallint[]))
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class r on r.oid = x.indrelid
    where x.indisunique and r.relnamespace = 'public'::regnamespace and r.relname <> 'schema_migrations'
    order by 1, 2`
  const others = await db<{ line: string }[]>`
    select 'function ' || oid::regprocedure as line from pg_proc where pronamespace = 'public'::regnamespace
      and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')
    union all select 'trigger ' || tgrelid::regclass || ' ' || tgname from pg_trigger where not tgisinternal
    union all select 'value ' || t.typname || ' ' || e.enumlabel from pg_enum e join pg_type t on t.oid = e.enumtypid
    order by line`
  return { columns: [...columns], rules: [...rules], others: others.map(({ line }) => line) }
}
