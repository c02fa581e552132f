import { createDb } from '@tuvens/platform/db/db'
import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cluster, createDatabase, startCluster } from '../../scripts/postgres/cluster.ts'
import { userFor } from '../../scripts/postgres/unprivileged.ts'
import { ROOT } from '../harness/system.ts'
import { chownAll } from './chown.ts'

const SERVICES = ['api', 'hi-events']

/** A primary and its standby, which has every transaction before its caller learns of the commit. */
export type Pair = {
  /** Address of a service's database on both servers. The standby comes first: which one takes writes must be found out. */
  url: (service: string) => string
  crashPrimary: () => Promise<void>
  promote: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts PostgreSQL with streaming replication, and a migrated database for each service. */
export async function startPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-pair-'))
  chmodSync(folder, 0o755)
  const password = randomBytes(12).toString('hex')
  const start = (name: string) =>
    startCluster({
      folder: join(folder, name),
      password,
      volatile: true,
      settings: ['synchronous_commit=on', 'wal_receiver_status_interval=1'],
    })
  await prepare(await start('primary'))
  copyData(join(folder, 'primary'), join(folder, 'standby'))
  const primary = await start('primary')
  follow(join(folder, 'standby'), primary)
  const standby = await start('standby')
  await on(primary, "alter system set synchronous_standby_names = '*'", 'select pg_reload_conf()')
  await untilSynchronous(primary)
  return {
    url: (service) => addressOf(service, [standby, primary]),
    crashPrimary: primary.crash,
    promote: () => on(standby, 'select pg_promote(true)'),
    stop: async () => {
      await Promise.all([primary.crash(), standby.crash()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function prepare(cluster: Cluster): Promise<void> {
  for (const service of SERVICES) {
    await createDatabase(cluster, service)
    await migrateDatabase(cluster.url(service), join(ROOT, service, 'migrations'))
  }
  await cluster.stop()
}

function copyData(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  writeFileSync(join(to, 'standby.signal'), '')
}

function follow(folder: string, primary: Cluster): void {
  const { hostname, port, username, password } = new URL(primary.url('postgres'))
  const conninfo = `host=${hostname} port=${port} user=${username} password=${password} application_name=standby`
  writeFileSync(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`)
  chownAll(folder, userFor(join(folder, '..', 'primary')))
}

async function on(cluster: Cluster, ...statements: string[]): Promise<void> {
  const db = createDb(cluster.url('postgres'), { max: 1 })
  try {
    for (const statement of statements) await db.unsafe(statement)
  } finally {
    await db.end()
  }
}

async function untilSynchronous(primary: Cluster): Promise<void> {
  const db = createDb(primary.url('postgres'), { max: 1 })
  try {
    let isSynchronous = false
    while (!isSynchronous) {
      const [row] = await db`select 1 from pg_stat_replication where sync_state = 'sync'`
      isSynchronous = row !== undefined
    }
  } finally {
    await db.end()
  }
}

function addressOf(service: string, servers: Cluster[]): string {
  const addresses = servers.map((each) => new URL(each.url(service)))
  const [first = new URL('postgres://nowhere')] = addresses
  const hosts = addresses.map(({ host }) => host).join(',')
  return `postgres://${first.username}:${first.password}@${hosts}/${service}`
}
