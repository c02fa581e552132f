import { createDb, type Db } from '@tuvens/platform/db/db'
import { HarnessError } from './harness-error.ts'

const SERVICES = ['api', 'hi-events', 'box-office']
/** Environment variable with the address of the cluster, ending in `/`. The global set-up sets it. */
const CLUSTER = 'TUVENS_E2E_POSTGRES'

/** Passes the address of the PostgreSQL to the workers in the environment. */
export function announceCluster(url: string): void {
  process.env[CLUSTER] = url
}

/** Creates empty databases for one system; its services migrate them. */
export async function createDatabases(id: string): Promise<{ url: (service: string) => string }> {
  await asAdmin(async (admin) => {
    for (const service of SERVICES) await admin.unsafe(`create database "${service}-${id}"`)
  })
  return { url: (service) => `${clusterUrl()}${service}-${id}` }
}

export async function dropDatabases(id: string): Promise<void> {
  await asAdmin(async (admin) => {
    for (const service of SERVICES)
      await admin.unsafe(`drop database if exists "${service}-${id}" with (force)`)
  })
}

function clusterUrl(): string {
  const url = process.env[CLUSTER]
  if (url === undefined)
    throw new HarnessError(`${CLUSTER} is not set: run through playwright's global set-up`)
  return url
}

async function asAdmin(work: (admin: Db) => Promise<void>): Promise<void> {
  const admin = createDb(`${clusterUrl()}postgres`, { max: 1 })
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
