import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MigrationError, migrateDown, migrateUp, readMigrations } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'

let test: TestDatabase
let folder: string

async function writeMigration(name: string, up: string, down = 'select 1'): Promise<void> {
  await writeFile(join(folder, `${name}.up.sql`), up)
  await writeFile(join(folder, `${name}.down.sql`), down)
}

beforeEach(async () => {
  test = await createTestDatabase('template1')
  folder = await mkdtemp(join(tmpdir(), 'migrations-'))
  await writeMigration('0001_a', 'create table a (id integer)', 'drop table a')
  await writeMigration('0002_b', 'create table b (id integer); insert into b values (1)', 'drop table b')
})
afterEach(async () => {
  await test.drop()
  await rm(folder, { recursive: true })
})

describe('migrating', () => {
  it('applies each file once, even when several nodes start at the same time', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrateUp(test.db, folder)))
    expect(applied.flat()).toEqual(['0001_a', '0002_b'])
  })

  it('goes down to a given number and up again', async () => {
    await migrateUp(test.db, folder)
    expect(await migrateDown(test.db, folder, 1)).toEqual(['0002_b'])
    expect(await migrateUp(test.db, folder)).toEqual(['0002_b'])
    expect(await migrateDown(test.db, folder)).toEqual(['0002_b', '0001_a'])
    expect(await migrateUp(test.db, folder)).toEqual(['0001_a', '0002_b'])
  })

  it('leaves nothing half done when a file fails', async () => {
    await writeMigration('0003_c', 'create table c (id integer); select no_such_function()')
    await expect(migrateUp(test.db, folder)).rejects.toThrow('no_such_function')
    expect((await test.db`select to_regclass('c') as found`)[0]?.['found']).toBeNull()
    expect((await test.db`select to_regclass('a') as found`)[0]?.['found']).toBeNull()
  })

  it('refuses a folder in which a number is missing', async () => {
    await writeMigration('0004_d', 'create table d (id integer)')
    await expect(readMigrations(folder)).rejects.toThrow('0004_d.up.sql should have number 3')
  })
})

describe('a migration that needs a lock which another transaction holds', () => {
  it('gives way to other statements, and is applied once it gets the lock', async () => {
    await migrateUp(test.db, folder)
    await writeMigration('0003_c', 'alter table a add column note text')
    let migrated: Promise<string[]> | undefined
    await test.db.begin(async (tx) => {
      await tx`select * from a`
      migrated = migrateUp(test.db, folder)
      const isWaiting = async () => {
        const [row] = await test.db`select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'`
        return row !== undefined
      }
      await expect.poll(isWaiting, { timeout: 60_000 }).toBe(true)
      // It would wait behind the migration for as long as that waits for us.
      await expect.poll(isWaiting, { timeout: 60_000, interval: 20 }).toBe(false)
      await test.db`select * from a`
    })
    expect(await migrated).toEqual(['0003_c'])
  })
})

describe('a migration file that was changed after it had been applied', () => {
  beforeEach(async () => {
    await migrateUp(test.db, folder)
  })

  it('keeps the service from starting, and is named', async () => {
    await writeMigration('0001_a', 'create table a (id bigint)')
    await expect(migrateUp(test.db, folder)).rejects.toThrow(MigrationError)
    await expect(migrateUp(test.db, folder)).rejects.toThrow('0001_a.up.sql was changed')
    await expect(migrateDown(test.db, folder)).rejects.toThrow('0001_a.up.sql was changed')
  })

  it('applies no later file either', async () => {
    await writeMigration('0001_a', 'create table a (id bigint)')
    await writeMigration('0003_c', 'create table c (id integer)')
    await expect(migrateUp(test.db, folder)).rejects.toThrow(MigrationError)
    expect((await test.db`select to_regclass('c') as found`)[0]?.['found']).toBeNull()
  })

  it('may have other line ends: Git changes these', async () => {
    await writeMigration('0001_a', 'create table a (id integer)\r\n')
    await expect(migrateUp(test.db, folder)).rejects.toThrow(MigrationError)
    await test.db`delete from schema_migrations`
    await test.db`drop table a, b`
    await writeMigration('0001_a', 'create table a (\n  id integer)')
    await migrateUp(test.db, folder)
    await writeMigration('0001_a', 'create table a (\r\n  id integer)')
    expect(await migrateUp(test.db, folder)).toEqual([])
  })
})

describe('a database that is newer than the code', () => {
  /** What an older release sees: the same folder without its newest migration. */
  async function forgetNewest(name: string): Promise<void> {
    await migrateUp(test.db, folder)
    await rm(join(folder, `${name}.up.sql`))
  }

  it('keeps the service from starting, and the unknown migration is named', async () => {
    await writeMigration('0003_c', 'alter table a rename to z')
    await forgetNewest('0003_c')
    await expect(migrateUp(test.db, folder)).rejects.toThrow('it has migration 0003_c')
  })

  it('is taken when its newer migrations are marked as compatible', async () => {
    await writeMigration('0003_c', '-- compatible: yes\nalter table a add column note text')
    await forgetNewest('0003_c')
    expect(await migrateUp(test.db, folder)).toEqual([])
  })

  it('is refused when only some of its newer migrations are compatible', async () => {
    await writeMigration('0003_c', 'alter table a rename to z')
    await writeMigration('0004_d', '-- compatible: yes\nalter table z add column note text')
    await migrateUp(test.db, folder)
    await rm(join(folder, '0003_c.up.sql'))
    await rm(join(folder, '0004_d.up.sql'))
    await expect(migrateUp(test.db, folder)).rejects.toThrow('it has migration 0003_c')
  })
})
