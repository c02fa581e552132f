import { createDb } from '@tuvens/platform/db/db'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findClientPrograms } from '../../postgres/client-programs.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { BACKUP } from './command.ts'
import { describeFile, listBackups, readManifest, writeManifest } from './manifest.ts'
import { BACKUP_RECORD } from './record-command.ts'
import { RESTORE } from './restore-command.ts'
import { BACKUP_VERIFY } from './verify-command.ts'

let folder: string
let database: TestDatabase
let printed: string[]
/** In the environment of the command. */
let env: Record<string, string>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tuvens-backup-'))
  database = await createTestDatabase('api')
  printed = []
  env = {}
  await database.db`insert into users (email, name) select 'person-' || n, 'Person' from generate_series(1, 50) n`
  await database.db`insert into sign_ins (user_id, expires_at, address, user_agent)
    select id, now() + interval '1 day', '::1', 'test' from users limit 3`
  await database.db`insert into database_incarnation (place) values ('where it was')`
  await database.db`insert into nodes (id, name, version, started_at, facts)
    values (gen_random_uuid(), 'api-1:3001', '0.1.0', now(), '{}')`
  addPicture('ab12', 'one')
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const addPicture = (name: string, content: string) => {
  const path = join(folder, 'pictures', name.slice(0, 2))
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, name), content)
}

async function ops(command: OpsCommand, args: string[], url = database.url): Promise<number> {
  const io: OpsIo = {
    env: { ...process.env, ...env },
    data: folder,
    root: join(import.meta.dirname, '..', '..', '..'),
    json: false,
    print: (text) => printed.push(text),
    write: async () => {},
    result: () => {},
    settings: () => ({ DATABASE_URL: url, PICTURES_FOLDER: join(folder, 'pictures') }),
    onExit: () => {},
  }
  return command.run(args, io)
}
const backUp = async (...args: string[]) => {
  expect(await ops(BACKUP, ['--service', 'api', ...args])).toBe(0)
  return newest()
}
const newest = () => listBackups(join(folder, 'backups', 'api'))[0]?.path ?? ''
/** The connections of the test count as those of a service. */
const inNew = async (work: (target: TestDatabase) => Promise<void>, template = 'template1') => {
  const target = await createTestDatabase(template)
  try {
    await work(target)
  } finally {
    await target.drop()
  }
}

describe('a backup', () => {
  it('holds what one snapshot of the database held, and every picture, and was tried', async () => {
    const path = await backUp()
    const manifest = readManifest(path)
    expect(manifest.contents['users']?.rows).toBe('50')
    expect(manifest).toMatchObject({
      service: 'api',
      verifiedAt: expect.any(String),
      pictures: { count: 1, bytes: 3 },
    })
    expect(printed.join()).toContain('restored and compared')
    const [row] = await database.db`select is_verified, taken_at from backups`
    expect(row).toEqual({ is_verified: true, taken_at: new Date(manifest.takenAt) })
    const left = await database.db`select 1 from pg_database where datname like 'tuvens_scratch_%'`
    expect([...left]).toEqual([])
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('is found to be damaged, whatever of it is', async () => {
    const path = await backUp()
    const verify = async (damage: (copy: string) => void) => {
      const copy = join(folder, 'copy')
      rmSync(copy, { recursive: true, force: true })
      cpSync(path, copy, { recursive: true })
      damage(copy)
      printed = []
      const code = await ops(BACKUP_VERIFY, [copy])
      return `${code} ${printed.slice(1).join()}`
    }
    expect(await verify(() => {})).toBe('0 ')
    expect(await verify((copy) => writeFileSync(join(copy, 'database.dump'), 'x'))).toMatch(
      /^1 .*database.dump is damaged/,
    )
    expect(await verify((copy) => rmSync(join(copy, 'database.dump')))).toMatch(
      /^1 .*database.dump is missing/,
    )
    expect(await verify((copy) => writeFileSync(join(copy, 'pictures', 'ab', 'ab12'), 'two'))).toMatch(
      /^1 .*ab12 is damaged/,
    )
    const manifest = readManifest(path)
    const users = { rows: '50', checksum: '1' }
    const changed = (copy: string) =>
      writeManifest(copy, { ...manifest, contents: { ...manifest.contents, users } })
    expect(await verify(changed)).toMatch(/^1 .*The rows of the table users differ/)
  })

  it('keeps as many older ones as wanted, and shares the pictures with the one before', async () => {
    const first = await backUp()
    const second = await backUp()
    expect(statSync(join(second, 'pictures', 'ab', 'ab12')).ino).toBe(
      statSync(join(first, 'pictures', 'ab', 'ab12')).ino,
    )
    await backUp('--keep', '2')
    expect(readdirSync(join(folder, 'backups', 'api'))).toHaveLength(2)
    expect(existsSync(first)).toBe(false)
    await expect(ops(BACKUP, ['--keep', '0'])).rejects.toThrow('--keep 0 is not a number from 1 on')
  })

  it('is tried by a user who may create databases and nothing else', async () => {
    const user = `scratch_${process.pid}`
    await database.db.unsafe(`create role ${user} login createdb password 'unimportant'`)
    const scratch = new URL('/postgres', database.url)
    Object.assign(scratch, { username: user, password: 'unimportant' })
    env = { SCRATCH_DATABASE_URL: scratch.href }
    try {
      expect(readManifest(await backUp()).verifiedAt).not.toBeNull()
    } finally {
      await database.db.unsafe(`drop role ${user}`)
    }
  })

  it('that fails its trial is marked, and never takes the place of a good one', async () => {
    const good = await backUp()
    // What the generated column holds depends on the database, so the restored rows differ.
    await database.db`create function place() returns text immutable language sql as 'select current_database()::text'`
    await database.db`create table places (id int, place text generated always as (place()) stored)`
    await database.db`insert into places values (1)`
    for (let count = 0; count < 2; count++)
      expect(await ops(BACKUP, ['--service', 'api', '--keep', '1'])).toBe(1)
    const names = () => readdirSync(join(folder, 'backups', 'api'))
    expect([newest(), names().filter((name) => name.endsWith('.failed')).length]).toEqual([good, 2])
    await database.db`drop table places`
    const next = await backUp('--keep', '1')
    expect(names()).toEqual([basename(next)])
    env = { SCRATCH_DATABASE_URL: 'postgres://127.0.0.1:1/none' }
    await expect(ops(BACKUP, ['--service', 'api'])).rejects.toThrow('ECONNREFUSED')
    await expect(ops(BACKUP_VERIFY, [next])).rejects.toThrow('ECONNREFUSED')
    expect(newest()).toBe(next)
  })

  it('of another program is noted with its time', async () => {
    expect(await ops(BACKUP_RECORD, ['--service', 'api', '--at', '2026-01-02T03:04:05Z'])).toBe(0)
    const rows = await database.db`select taken_at, is_verified from backups`
    expect([...rows]).toEqual([{ taken_at: new Date('2026-01-02T03:04:05Z'), is_verified: false }])
    await expect(ops(BACKUP_RECORD, ['--service', 'api', '--at', 'tomorrow'])).rejects.toThrow(
      'is not a time of the past',
    )
  })

  it('takes no address of a database among the arguments, which every user of a machine sees', async () => {
    const wrong = [
      [BACKUP, '--scratch'],
      [BACKUP_VERIFY, '--scratch'],
      [RESTORE, '--database'],
    ] as const
    for (const [command, option] of wrong)
      await expect(ops(command, [option, database.url])).rejects.toThrow(`Unknown option '${option}'`)
  })

  it('of three services needs the settings of each', async () => {
    await expect(ops(BACKUP, [])).rejects.toThrow('The settings are those of one service: say of which')
    await expect(ops(BACKUP, ['--service', 'site'])).rejects.toThrow('is none of api, hi-events, box-office')
  })

  it('needs programs of the version of the server, and says so', () => {
    const missing = () => findClientPrograms(99, process.env)
    expect(missing).toThrow(
      /pg_dump and pg_restore of PostgreSQL 99 or later are needed, and installed is \d.*apt-get install postgresql-client-99/,
    )
  })

  it('takes no programs that a server before 17 refuses', () => {
    const at = (major: number) => {
      const bin = join(folder, String(major))
      mkdirSync(bin, { recursive: true })
      for (const name of ['pg_dump', 'pg_restore'])
        writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${major}.1"`, { mode: 0o755 })
      return bin
    }
    const find = (server: number, ...installed: number[]) =>
      findClientPrograms(server, { PATH: installed.map(at).join(delimiter) })
    expect(find(19, 16, 20).version).toBe('20.1')
    expect(find(16, 17, 16).version).toBe('16.1')
    expect(() => find(16, 17)).toThrow('of PostgreSQL 16, not 17 or later, are needed, and installed is 17.1')
  })
})

describe('restoring', () => {
  it('gives an empty database all rows, ends sign-ins, and copies the pictures that are missing', async () => {
    const path = await backUp()
    rmSync(join(folder, 'pictures'), { recursive: true })
    await inNew(async ({ url, db }) => {
      await db.end()
      expect(await ops(RESTORE, [path], url)).toBe(0)
      const read = createDb(url, { max: 1 })
      const [row] = await read`
        select (select count(*)::int from users) as users, (select count(*)::int from sign_ins where ended_at is null) as live,
          (select count(*)::int from nodes) as nodes, (select place from database_incarnation) as place, (select count(*)::int from pg_namespace where nspname like 'replaced%') as left`
      expect(row).toEqual({
        users: 50,
        live: 0,
        nodes: 0,
        left: 0,
        place: expect.stringContaining('restored from'),
      })
      await read.end()
    })
    expect(existsSync(join(folder, 'pictures', 'ab', 'ab12'))).toBe(true)
  })

  it('refuses a database that is in use or not empty, and replaces one with --force', async () => {
    const path = await backUp()
    await expect(ops(RESTORE, [path])).rejects.toThrow(
      /The database of api is in use \(tuvens\): stop every node of api first/,
    )
    await inNew(async ({ url, db }) => {
      await db.end()
      await expect(ops(RESTORE, [path], url)).rejects.toThrow(/is not empty \(\d+ tables\): add --force/)
      expect(await ops(RESTORE, [path, '--force'], url)).toBe(0)
    }, 'api')
  })

  it('into a lost database tells how to create it', async () => {
    const path = await backUp()
    const lost = database.url.replace(/[^/]+$/, 'lost_database')
    await expect(ops(RESTORE, [path], lost)).rejects.toThrow(
      /There is no database lost_database of api[^]* 'create database lost_database owner tuvens' -c 'revoke connect/,
    )
  })

  it('that fails leaves what was there', async () => {
    const path = await backUp()
    writeFileSync(join(path, 'database.dump'), 'no dump')
    writeManifest(path, { ...readManifest(path), database: await describeFile(path, 'database.dump') })
    await database.db.end()
    await expect(ops(RESTORE, [path, '--force'])).rejects.toThrow('pg_restore failed')
    const read = createDb(database.url, { max: 1 })
    expect((await read`select count(*)::int as users from users`)[0]?.['users']).toBe(50)
    await read.end()
  })
})
