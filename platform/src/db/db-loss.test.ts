import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDb } from './db.ts'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'

/** Failures that end a process, because no caller is there to catch them. */
const strays: unknown[] = []
const note = (failure: unknown) => void strays.push(failure)

describe('a connection that is lost', () => {
  let test: TestDatabase
  beforeAll(async () => {
    test = await createTestDatabase('template1')
    process.on('uncaughtException', note).on('unhandledRejection', note)
  })
  afterAll(async () => {
    process.off('uncaughtException', note).off('unhandledRejection', note)
    await test.drop()
  })

  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      () => 'failed',
    )

  it('within a transaction fails it, and nothing else', async () => {
    const db = createDb(test.url, { max: 2 })
    for (let round = 0; round < 20; round++) {
      const lost = db.begin(async (tx) => {
        const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
        await outcome(test.db`select pg_terminate_backend(${row?.pid ?? 0})`)
        // Some rounds go on at once, some when the loss has been noticed.
        for (let turns = 0; turns < round; turns++) await turn()
        await tx`select 1`
      })
      expect(await outcome(lost)).toBe('failed')
      expect(await outcome(db`select 1`.then(() => undefined))).toMatch(/done|failed/)
    }
    expect(strays).toEqual([])
    expect(await db`select 1 as one`).toEqual([{ one: 1 }])
    await db.end()
  })

  it('while many calls are under way fails them, and nothing else', async () => {
    const db = createDb(test.url, { max: 4 })
    const calls = Array.from({ length: 12 }, () => outcome(db`select pg_sleep(3)`))
    const running = async () => {
      const rows = await test.db`
        select 1 from pg_stat_activity where datname = current_database() and query like '%pg_sleep(3)'`
      return rows.length
    }
    await expect.poll(running, { timeout: 60_000, interval: 20 }).toBe(4)
    await test.db`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    const outcomes = await Promise.all(calls)
    expect(outcomes).toContain('failed')
    expect(strays).toEqual([])
    await db.end({ timeout: 1 })
  })
})
