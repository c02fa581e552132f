import { migrateDown, migrateUp, readMigrations } from '@tuvens/platform/db/migrate'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const FOLDER = join(import.meta.dirname, '..', 'migrations')

describe('the migrations of the API', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase('template1')
  })
  afterAll(() => database.drop())

  /** All there is to see of a schema: columns, constraints and indexes. */
  const shape = async () => {
    const { db } = database
    const [columns, constraints, indexes] = await Promise.all([
      db`select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
        where table_schema = 'public' and table_name <> 'schema_migrations' order by 1, 2`,
      db`select conrelid::regclass::text as on_table, pg_get_constraintdef(oid) as definition from pg_constraint
        where connamespace = 'public'::regnamespace and conrelid::regclass::text <> 'schema_migrations' order by 1, 2`,
      db`select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migrations' order by 1`,
    ])
    return { columns: [...columns], constraints: [...constraints], indexes: [...indexes] }
  }

  it('restores the same schema when each is reverted and applied again', async () => {
    await migrateUp(database.db, FOLDER)
    const whole = await shape()
    expect(whole.columns.length).toBeGreaterThan(50)
    const migrations = await readMigrations(FOLDER)
    for (const { version } of [...migrations].reverse()) {
      await migrateDown(database.db, FOLDER, version - 1)
      await migrateUp(database.db, FOLDER)
      expect(await shape()).toEqual(whole)
    }
  })

  it('leaves nothing behind when all are reverted', async () => {
    await migrateDown(database.db, FOLDER)
    expect(await shape()).toEqual({ columns: [], constraints: [], indexes: [] })
  })

  it('creates an index for every foreign key', async () => {
    await migrateUp(database.db, FOLDER)
    const bare = await database.db`
      select c.conrelid::regclass::text as on_table, pg_get_constraintdef(c.oid) as definition
      from pg_constraint c
      where c.contype = 'f' and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`
    expect([...bare]).toEqual([])
  })
})
