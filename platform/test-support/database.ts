import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDb, type Db } from '../src/db/db.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the test cluster, ending in `/`; a database's name goes behind it. */
    postgresUrl: string
  }
}

/** A database of one test file; `drop` also closes its connections. */
export type TestDatabase = { url: string; db: Db; drop: () => Promise<void> }

/**
 * A fresh, migrated database of this test file's own, cloned from the service's template (about 70 ms).
 *
 * @param service folder name of the service whose schema it has: api, hi-events, box-office; `template1` for an empty one
 */
export async function createTestDatabase(service: string): Promise<TestDatabase> {
  const base = inject('postgresUrl')
  const name = `t_${randomBytes(6).toString('hex')}`
  await asAdmin(base, (admin) =>
    admin.unsafe(`create database "${name}" template "${service}" strategy file_copy`),
  )
  const db = createDb(base + name)
  const drop = async () => {
    await db.end({ timeout: 2 })
    await asAdmin(base, (admin) => admin.unsafe(`drop database if exists "${name}" with (force)`))
  }
  return { url: base + name, db, drop }
}

async function asAdmin(base: string, work: (admin: Db) => Promise<unknown>): Promise<void> {
  const admin = createDb(`${base}postgres`, { max: 1 })
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
