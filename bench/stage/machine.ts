import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Cluster, createDatabase, startCluster } from '../../scripts/postgres/cluster.ts'
import { createSecrets } from '../../scripts/start/secrets.ts'
import type { LocalSecrets } from '../../scripts/system/wiring.ts'

/** Shared by all parts: one PostgreSQL that writes to disk, and a folder for this run. */
export type Machine = {
  root: string
  folder: string
  secrets: LocalSecrets
  postmaster: number
  /** Folder for the CPU profiles of the services; undefined when they write none. */
  profiles: string | undefined
  /** Creates an empty database and returns its address. */
  database: (name: string) => Promise<string>
  stop: () => Promise<void>
}

export async function startMachine(root: string, profiles?: string): Promise<Machine> {
  mkdirSync(join(root, '.data'), { recursive: true })
  const folder = mkdtempSync(join(root, '.data', 'bench-'))
  // PostgreSQL may run as another user, who cannot enter a folder made by mkdtemp.
  chmodSync(folder, 0o755)
  const secrets = createSecrets()
  const cluster = await startCluster({ folder: join(folder, 'postgres'), password: secrets.postgresPassword })
  return {
    root,
    folder,
    secrets,
    profiles,
    postmaster: postmasterOf(cluster),
    database: async (name) => {
      await createDatabase(cluster, name)
      return cluster.url(name)
    },
    stop: async () => {
      await cluster.stop()
      rmSync(cluster.folder, { recursive: true, force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function postmasterOf(cluster: Cluster): number {
  return Number(readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n')[0])
}
