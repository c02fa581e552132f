import { createDb, type Db } from '@tuvens/platform/db/db'
import { noteIncarnation } from '@tuvens/platform/db/incarnation'
import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { freePort } from '@tuvens/platform/free-port'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../hi-events/test-support/harness.ts'
import { type Cluster, createDatabase, startCluster } from '../../scripts/postgres/cluster.ts'
import { ensureDebianPackages } from '../../scripts/system/debian.ts'
import { ROOT } from '../harness/system.ts'
import { preparePgBackRest, type PgBackRest } from './recovery/pgbackrest.ts'

let folder: string
let cluster: Cluster
let start: () => Promise<Cluster>
let pgBackRest: PgBackRest
beforeAll(async () => {
  await ensureDebianPackages(['pgbackrest'], {
    logs: join(ROOT, '.data', 'logs'),
    purpose: 'The drill needs',
  })
  folder = mkdtempSync(join(tmpdir(), 'tuvens-pitr-'))
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o755)
  const given = {
    folder: join(folder, 'data'),
    password: randomBytes(12).toString('hex'),
    port: await freePort(),
  }
  pgBackRest = preparePgBackRest(folder, { ...given, data: given.folder })
  start = () => startCluster({ ...given, settings: pgBackRest.settings })
  cluster = await start()
})
afterAll(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function withDb<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = createDb(cluster.url('api'), { max: 1 })
  try {
    return await work(db)
  } finally {
    await db.end()
  }
}

const addUser = (name: string) =>
  withDb((db) => db`insert into users (email, name) values (${`${name}@tuvens.test`}, ${name})`)
/** pgBackRest stores when a backup ended in whole seconds, and restores it only to a later one. */
const untilNextSecond = async () => {
  const secondNow = () =>
    withDb(async (db) =>
      Number((await db`select trunc(extract(epoch from clock_timestamp())) as now`)[0]?.['now']),
    )
  const ended = await secondNow()
  await until(async () => (await secondNow()) > ended, 'the next second')
}
const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1)

it('a lost database is restored to a time between two changes', async () => {
  await createDatabase(cluster, 'api')
  await migrateDatabase(cluster.url('api'), join(ROOT, 'api', 'migrations'))
  const before = await withDb((db) => noteIncarnation(db))
  await pgBackRest.run('stanza-create')
  await pgBackRest.run('check')
  await addUser('before the backup')
  let from = performance.now()
  await pgBackRest.run('backup', '--type=full')
  const backup = seconds(from)
  await untilNextSecond()

  await addUser('first change')
  const [row] = await withDb((db) => db<{ time: string }[]>`select clock_timestamp()::text as time`)
  await addUser('second change')
  const [last] = await withDb((db) => db<{ file: string }[]>`select pg_walfile_name(pg_switch_wal()) as file`)
  await until(
    () =>
      withDb(
        async (db) =>
          (await db`select 1 from pg_stat_archiver where last_archived_wal >= ${last?.file ?? ''}`).length ===
          1,
      ),
    'the archive to have all',
  )
  await cluster.crash()
  pgBackRest.loseData()

  from = performance.now()
  await pgBackRest.run('restore', '--type=time', `--target=${row?.time}`, '--target-action=promote')
  cluster = await start()
  await until(
    () => withDb(async (db) => (await db`select 1 where not pg_is_in_recovery()`).length === 1),
    'the end of the recovery',
  )
  console.info(
    `pgBackRest: full backup ${backup} s; restored to the time and taking writes after ${seconds(from)} s`,
  )
  const names = await withDb((db) => db`select name from users order by id`)
  expect(names.map(({ name }) => String(name))).toEqual(['before the backup', 'first change'])
  // The service notices, and gives no id again.
  expect(await withDb((db) => noteIncarnation(db))).toEqual({
    id: expect.not.stringMatching(before.id),
    isRestored: true,
  })
  await addUser('after the restore')
  const [next] = await withDb((db) => db<{ id: string }[]>`select max(id)::text as id from users`)
  expect(Number(next?.id)).toBeGreaterThan(1_000_000)
  await pgBackRest.run('check')
})
