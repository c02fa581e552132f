import { createDb } from '@tuvens/platform/db/db'
import { migrateUp } from '@tuvens/platform/db/migrate'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cluster, createDatabase, startCluster } from '../postgres/cluster.ts'

const SERVICES = ['api', 'hi-events', 'box-office']

/** A PostgreSQL for tests. `url` ends in `/`; a database's name goes behind it. */
export type TestCluster = { url: string; stop: () => Promise<void> }

/** Starts PostgreSQL in a temporary folder, with a migrated template database for each service. */
export async function startTestCluster(): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-test-'))
  // PostgreSQL may run as another user, who cannot enter a folder made by mkdtemp.
  chmodSync(folder, 0o755)
  const cluster = await startCluster({
    folder: join(folder, 'pg'),
    password: randomBytes(12).toString('hex'),
    volatile: true,
  })
  void cluster.lost.then((message) => process.stderr.write(`${message}\n`))
  const stop = async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
    rmSync(cluster.folder, { recursive: true, force: true })
  }
  try {
    for (const service of SERVICES) await createTemplate(cluster, service)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: cluster.url(''), stop }
}

async function createTemplate(cluster: Cluster, service: string): Promise<void> {
  await createDatabase(cluster, service)
  const migrations = join(import.meta.dirname, '..', '..', service, 'migrations')
  if (!existsSync(migrations)) return
  const db = createDb(cluster.url(service), { max: 1 })
  try {
    await migrateUp(db, migrations)
  } finally {
    await db.end()
  }
}
