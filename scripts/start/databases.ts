import { migrateDatabase } from '@tuvens/platform/db/migrate'
import { join } from 'node:path'
import { type Cluster, createDatabase, startCluster } from '../postgres/cluster.ts'
import type { Handover } from './types.ts'

/**
 * Starts PostgreSQL and migrates a database for each service.
 *
 * @returns the address of a service's database
 */
export async function startDatabases(
  { root, data, steps, shutdown }: Handover,
  password: string,
  services: string[],
): Promise<(service: string) => string> {
  const cluster = await steps.step('Starting PostgreSQL', async (note) => {
    const started = await startCluster({ folder: join(data, 'postgres'), password })
    shutdown.onExit(() => steps.step('PostgreSQL has stopped', started.stop))
    void started.lost.then((message) => {
      steps.print(
        `\n${message}\nThe services cannot work without PostgreSQL, so everything stops. Start again: all committed data is kept.`,
      )
      return shutdown.exit(1)
    })
    note(started.origin === 'system' ? 'installed on this machine' : 'embedded')
    return started
  })
  await steps.step('Preparing the databases', async (note) => {
    const applied = await Promise.all(services.map((service) => prepare(cluster, root, service)))
    const count = applied.flat().length
    note(count === 0 ? 'up to date' : `${count} migration${count === 1 ? '' : 's'}`)
  })
  return cluster.url
}

async function prepare(cluster: Cluster, root: string, service: string): Promise<string[]> {
  await createDatabase(cluster, service)
  return migrateDatabase(cluster.url(service), join(root, service, 'migrations'))
}
