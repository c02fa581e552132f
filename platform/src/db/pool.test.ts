import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test-support/database.ts'
import { createDb, type Db, type DbOptions } from './db.ts'
import { isPassingFailure } from './failures.ts'

let test: TestDatabase
let pools: Db[]
beforeEach(async () => {
  test = await createTestDatabase('template1')
  await test.db`create table notes (words text)`
  pools = []
})
afterEach(async () => {
  await Promise.all(pools.map((each) => each.end({ timeout: 1 })))
  await test.drop()
})

function open(options: DbOptions = {}): Db {
  const db = createDb(test.url, options)
  pools.push(db)
  return db
}
const setReadOnly = async (value: 'on' | 'off') => {
  const [row] = await test.db<{ name: string }[]>`select current_database() as name`
  await test.db.unsafe(`alter database "${row?.name}" set default_transaction_read_only = ${value}`)
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => `${error.code} ${isPassingFailure(error) ? 'passes' : 'stays'}`,
  )
/** Holds a lock on the table until it is told to end. */
async function lockTable() {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const locked = new Promise<void>((resolve) => {
    void test.db.begin(async (tx) => {
      await tx`lock table notes`
      resolve()
      await released
    })
  })
  await locked
  return release
}

describe('a lock that is held', () => {
  it('ends the statement that waits for it, and holds up no other one', async () => {
    const release = await lockTable()
    const db = open({ max: 2, timeouts: { lockMs: 300 } })
    const held = codeOf(db`insert into notes values ('a')`)
    const others = Array.from({ length: 5 }, () => codeOf(db`select 1`))
    expect(await Promise.race([held, Promise.all(others)])).toEqual(Array(5).fill('done'))
    expect(await held).toBe('55P03 passes')
    release()
  })

  it('keeps callers waiting for a free connection for a limited time only', async () => {
    const release = await lockTable()
    const db = open({ max: 1, waitMs: 50, timeouts: { lockMs: 1_000 } })
    const held = codeOf(db.begin((tx) => tx`insert into notes values ('a')`))
    expect(await codeOf(db`select 1`)).toBe('DATABASE_BUSY passes')
    expect(await codeOf(db.begin((tx) => tx`select 1`))).toBe('DATABASE_BUSY passes')
    expect(await codeOf(db.unsafe('select 1'))).toBe('DATABASE_BUSY passes')
    release()
    await held
    expect(await codeOf(db`select 1`)).toBe('done')
  })
})

describe('a statement or transaction that does not end', () => {
  it('is ended by the server', async () => {
    const db = open({ timeouts: { statementMs: 50, idleInTransactionMs: 50 } })
    expect(await codeOf(db`select pg_sleep(30)`)).toBe('57014 passes')
    const idle = db.begin(async (tx) => {
      await tx`select 1`
      await test.db`select pg_sleep(0.5)`
      await tx`select 1`
    })
    expect(await codeOf(idle)).toMatch(/passes$/)
  })
})

describe('a server that takes no more writes', () => {
  it('loses its connections, so that the next ones find the server that does', async () => {
    const db = open({ max: 3 })
    await Promise.all([1, 2, 3].map(() => db`select pg_sleep(0.05)`))
    await setReadOnly('on')
    await test.db`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`
    expect(await codeOf(db`select 1`)).toMatch(/done|passes/)
    await expect.poll(() => codeOf(db`insert into notes values ('a')`)).toBe('25006 passes')
    await setReadOnly('off')
    // A setting of the database counts for new connections only: those that stay would refuse for ever.
    await expect.poll(() => codeOf(db`insert into notes values ('b')`), { timeout: 30_000 }).toBe('done')
    expect(await codeOf(db.begin((tx) => tx`insert into notes values ('c')`))).toBe('done')
  })
})
