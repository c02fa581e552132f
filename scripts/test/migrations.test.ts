import type { Db } from '@tuvens/platform/db/db'
import { migrateDown, migrateUp, readMigrations } from '@tuvens/platform/db/migrate'
import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

describe.each(['api', 'hi-events', 'box-office'])('the migrations of %s', (service) => {
  const folder = join(ROOT, service, 'migrations')

  it('leave an empty schema when they are undone, and the same schema when they are applied again', async () => {
    const test = await createTestDatabase('template1')
    try {
      await migrateUp(test.db, folder)
      const before = await schemaOf(test.db)
      await migrateDown(test.db, folder)
      expect(await schemaOf(test.db)).toEqual([])
      await migrateUp(test.db, folder)
      expect(await schemaOf(test.db)).toEqual(before)
      expect(before.length).toBeGreaterThan(0)
    } finally {
      await test.drop()
    }
  })

  it('undo exactly their own step', async () => {
    const test = await createTestDatabase('template1')
    try {
      await migrateUp(test.db, folder)
      const after = [await schemaOf(test.db)]
      for (const { version } of (await readMigrations(folder)).reverse()) {
        await migrateDown(test.db, folder, version - 1)
        after.unshift(await schemaOf(test.db))
        await migrateUp(test.db, folder)
        expect(await schemaOf(test.db)).toEqual(after.at(-1))
        await migrateDown(test.db, folder, version - 1)
      }
      expect(after[0]).toEqual([])
    } finally {
      await test.drop()
    }
  })
})

/** Everything a migration can create, as sorted lines, without the table of the migration runner. */
async function schemaOf(db: Db): Promise<string[]> {
  const rows = await db<{ line: string }[]>`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
           || ' ' || coalesce(column_default, '') as line
      from information_schema.columns where table_schema = 'public'
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
    union all select 'function ' || oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
      and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')
    union all select 'trigger ' || tgrelid::regclass || ' ' || tgname from pg_trigger where not tgisinternal
    union all select 'type ' || typname from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e'
    union all select 'sequence ' || sequencename from pg_sequences where schemaname = 'public'
    order by line`
  return rows.map((row) => row.line).filter((line) => !line.includes('schema_migrations'))
}
