import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'
import { BATCH_SIZE, deleteBatch, inBatches } from './delete-batches.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('template1')
  await test.db`create table old_rows (id bigint primary key, at timestamptz not null)`
})
afterAll(() => test.drop())

const fill = (count: number) => test.db`
  insert into old_rows select i, now() - interval '2 days' from generate_series(1, ${count}::integer) i`
const remove = () =>
  inBatches(() => deleteBatch(test.db, { table: 'old_rows', where: test.db`at < now() - interval '1 day'` }))

describe('a deletion in batches', () => {
  it('deletes all rows that fit, and no statement more than a batch', async () => {
    await fill(2 * BATCH_SIZE + 1)
    const one = await deleteBatch(test.db, { table: 'old_rows', where: test.db`true` })
    expect(one).toBe(BATCH_SIZE)
    await test.db`insert into old_rows values (0, now())`
    expect(await remove()).toBe(BATCH_SIZE + 1)
    expect(await test.db`select id from old_rows`).toEqual([{ id: '0' }])
  })

  it('waits for no row that somebody has locked', async () => {
    await test.db`delete from old_rows`
    await fill(10)
    await test.db.begin(async (sql) => {
      await sql`select from old_rows where id = 5 for update`
      expect(await remove()).toBe(9)
    })
    expect(await remove()).toBe(1)
  })
})
