import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { readMigrations } from '@tuvens/platform/db/migrate'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runOps } from '../run.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const FOLDER = join(ROOT, 'api', 'migrations')

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase('template1')
})
afterEach(() => database.drop())

/** Runs a command as `npm run ops -- … --json` does. */
async function ops(...args: string[]) {
  let written = ''
  const output = {
    text: (line: string) => void (written += `${line}\n`),
    error: (line: string) => void (written += `${line}\n`),
    result: (value: unknown) => void (result = value),
    bytes: async () => {},
    document: () => {},
    finish: async (code: number) => code,
  }
  let result: unknown
  const env = { DATABASE_URL: database.url }
  const shutdown = { signalExitCode: 0, isExiting: () => false, onExit: () => {}, exit: async () => {} }
  const code = await runOps({ root: ROOT, data: '/nowhere', env, shutdown }, [...args, '--json'], { output })
  return { code, result, written }
}

const tables = () => database.db`select 1 from information_schema.tables where table_schema = 'public'`

describe('ops migrate', () => {
  it('names what is missing, applies it, and finds it applied', async () => {
    const before = await ops('migrate', 'status', '--service', 'api')
    expect(before.code).toBe(1)
    expect(before.written).toContain('0001_')
    expect(before.written).toContain('missing')
    const names = (await readMigrations(FOLDER)).map(({ name }) => name)
    const up = await ops('migrate', 'up', '--service', 'api')
    expect([up.code, up.result]).toEqual([0, [{ folder: 'api', migrations: names }]])
    const after = await ops('migrate', 'status', '--service', 'api')
    expect([after.code, after.written.includes('missing')]).toEqual([0, false])
  })

  it('changes nothing in a dry run, and prints the SQL', async () => {
    const up = await ops('migrate', 'up', '--service', 'api', '--dry-run')
    expect(up.written.toLowerCase()).toContain('create table')
    expect(await tables()).toHaveLength(0)
    await ops('migrate', 'up', '--service', 'api')
    const count = (await tables()).length
    const down = await ops('migrate', 'down', '--service', 'api', '--to', '0', '--dry-run')
    expect(down.written.toLowerCase()).toContain('drop table')
    expect(await tables()).toHaveLength(count)
  })

  it('takes migrations back to a number', async () => {
    await ops('migrate', 'up', '--service', 'api')
    const all = await readMigrations(FOLDER)
    const down = await ops('migrate', 'down', '--service', 'api', '--to', '2')
    const undone = all.slice(2).map(({ name }) => name)
    expect(down.result).toEqual([{ folder: 'api', migrations: undone.toReversed() }])
    const { written } = await ops('migrate', 'status', '--service', 'api')
    expect(written.match(/: missing/g)).toHaveLength(undone.length)
  })

  it('refuses to take migrations back without a service and a number', async () => {
    expect(await ops('migrate', 'down')).toMatchObject({ code: 2 })
    expect(await ops('migrate', 'down', '--service', 'api', '--to', 'x')).toMatchObject({ code: 2 })
    expect(await ops('migrate', 'up', '--service', 'shop')).toMatchObject({ code: 2 })
  })

  it('refuses to migrate one database as three services', async () => {
    for (const action of ['status', 'up']) {
      const { code, result } = await ops('migrate', action)
      expect({ code, result }).toMatchObject({
        code: 2,
        result: { error: expect.stringContaining('The settings are those of one service: say of which') },
      })
    }
    expect(await tables()).toHaveLength(0)
  })

  it('finds a migration that was changed, and one of a newer release', async () => {
    await ops('migrate', 'up', '--service', 'api')
    await database.db`update schema_migrations set hash = 'other' where version = 1`
    await database.db`insert into schema_migrations values (900, '0900_newer', 'hash', true)`
    const { code, written } = await ops('migrate', 'status', '--service', 'api')
    expect(code).toBe(1)
    expect(written).toMatch(/0001_\S+: changed/)
    expect(written).toMatch(/0900_newer: unknown .*compatible/)
  })
})
