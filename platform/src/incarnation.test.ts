import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findIncarnation, noteIncarnation } from './db/incarnation.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase('api')
})
afterAll(() => database.drop())

const addUser = async () => {
  const [row] = await database.db<{ id: string }[]>`
    insert into users (email, name) values (gen_random_uuid()::text, 'Person') returning id`
  return Number(row?.id)
}

it('a database that was restored begins a new incarnation, and gives no id again that it may have given since', async () => {
  const { db } = database
  expect(await findIncarnation(db)).toBeNull()
  const first = await noteIncarnation(db)
  expect(first).toEqual({ id: await findIncarnation(db), isRestored: false })
  const before = await addUser()
  expect(await noteIncarnation(db)).toEqual(first)
  expect(await addUser()).toBe(before + 1)

  await db`update database_incarnation set place = 'another cluster'`
  const both = await Promise.all([noteIncarnation(db), noteIncarnation(db)])
  expect(both.map(({ isRestored }) => isRestored).toSorted((a, b) => Number(a) - Number(b))).toEqual([
    false,
    true,
  ])
  expect(both[0].id).toBe(both[1].id)
  expect(both[0].id).not.toBe(first.id)
  expect(await addUser()).toBe(before + 1_000_002)
})
