import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAll } from '../../scripts/make/build.ts'
import { startCluster } from '../../scripts/postgres/cluster.ts'
import { announceCluster } from './databases.ts'
import { ROOT } from './system.ts'

const quiet = {
  print: () => {},
  dim: (text: string) => text,
  bold: (text: string) => text,
  step: async <T>(_title: string, work: (note: (text: string) => void) => T | Promise<T>) => work(() => {}),
}

/** Builds the services and starts the one PostgreSQL that all systems of a run share. */
export default async function setup(): Promise<() => Promise<void>> {
  await buildAll(ROOT, join(ROOT, '.data', 'logs'), quiet)
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-e2e-'))
  // PostgreSQL may run as another user, who cannot enter a folder made by mkdtemp.
  chmodSync(folder, 0o755)
  const password = randomBytes(12).toString('hex')
  const cluster = await startCluster({ folder: join(folder, 'pg'), password, volatile: true })
  void cluster.lost.then((message) => process.stderr.write(`${message}\n`))
  announceCluster(cluster.url(''))
  return async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
    rmSync(cluster.folder, { recursive: true, force: true })
  }
}
