import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateDown, migrateUp } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from '../test-support/database.ts'

describe('migrations', () => {
  let test: TestDatabase
  let folder: string
  beforeAll(async () => {
    test = await createTestDatabase('template1')
    folder = await mkdtemp(join(tmpdir(), 'migrations-'))
    await writeFile(join(folder, '0001_a.up.sql'), 'create table a (id integer)')
    await writeFile(join(folder, '0001_a.down.sql'), 'drop table a')
    await writeFile(join(folder, '0002_b.up.sql'), 'create table b (id integer); insert into b values (1)')
    await writeFile(join(folder, '0002_b.down.sql'), 'drop table b')
  })
  afterAll(() => test.drop())

  it('go up once, even when several nodes try at the same time', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrateUp(test.db, folder)))
    expect(applied.flat()).toEqual(['0001_a', '0002_b'])
  })

  it('go down to a given number and up again', async () => {
    expect(await migrateDown(test.db, folder, 1)).toEqual(['0002_b'])
    expect(await migrateUp(test.db, folder)).toEqual(['0002_b'])
    expect(await migrateDown(test.db, folder)).toEqual(['0002_b', '0001_a'])
    expect(await migrateUp(test.db, folder)).toEqual(['0001_a', '0002_b'])
  })

  it('leave nothing half done when a file fails', async () => {
    await writeFile(join(folder, '0003_c.up.sql'), 'create table c (id integer); select no_such_function()')
    await writeFile(join(folder, '0003_c.down.sql'), 'drop table c')
    await expect(migrateUp(test.db, folder)).rejects.toThrow('no_such_function')
    expect((await test.db`select to_regclass('c') as found`)[0]?.['found']).toBeNull()
  })
})
