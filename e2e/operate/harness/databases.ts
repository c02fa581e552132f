import { createDb, type Db } from '@tuvens/platform/db/db'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createDatabase, startCluster } from '../../../scripts/postgres/cluster.ts'
import { startPooler } from './pooler.ts'

export type Databases = {
  /** Address of a service's database at PgBouncer, by the folder name of the service. */
  pooled: (service: string) => string
  /** The same at PostgreSQL itself. */
  direct: (service: string) => string
  /** A connection to it. */
  db: (service: string) => Db
  stop: () => Promise<void>
}

const SERVICES = ['api', 'hi-events', 'box-office']
/** PgBouncer passes no settings of one client on (docs/settings.md). */
const LIMITS = {
  statement_timeout: '15s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '30s',
}

/** Starts PostgreSQL with an empty database for each service, and PgBouncer. */
export async function startDatabases(folder: string, logs: string): Promise<Databases> {
  const password = randomBytes(12).toString('hex')
  const cluster = await startCluster({ folder: join(folder, 'pg'), password, volatile: true })
  for (const service of SERVICES) await createDatabase(cluster, service)
  const admin = createDb(cluster.url('postgres'), { max: 1 })
  for (const [name, value] of Object.entries(LIMITS))
    await admin.unsafe(`alter role tuvens set ${name} = '${value}'`)
  await admin.end()
  const pooler = await startPooler(folder, logs, cluster.url(''))
  const open = new Map<string, Db>()
  const db = (service: string) => {
    const found = open.get(service) ?? createDb(cluster.url(service), { max: 2 })
    open.set(service, found)
    return found
  }
  const stop = async () => {
    await Promise.all([...open.values()].map((each) => each.end({ timeout: 1 })))
    await pooler.stop()
    await cluster.stop()
  }
  return { pooled: pooler.url, direct: cluster.url, db, stop }
}
