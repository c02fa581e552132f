import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db, Sql } from './db.ts'

export type Migration = { version: number; name: string; up: string; down: string }

/** Any number will do, as long as all nodes use the same: it keeps two of them from migrating at once. */
const LOCK = 4_702_981

/**
 * Reads `0001_name.up.sql` and `0001_name.down.sql` pairs, in order.
 *
 * @throws Error when a number is missing, double or has no way down
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.up.sql')).sort()
  return Promise.all(
    files.map(async (file, index) => {
      const name = file.slice(0, -'.up.sql'.length)
      const version = Number(name.slice(0, 4))
      if (version !== index + 1) throw new Error(`${folder}: ${file} should have number ${index + 1}`)
      const [up, down] = await Promise.all(
        ['up', 'down'].map((way) => readFile(join(folder, `${name}.${way}.sql`), 'utf8')),
      )
      return { version, name, up: up ?? '', down: down ?? '' }
    }),
  )
}

/** Applies what is missing; returns the names applied. */
export async function migrateUp(db: Db, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return locked(db, async (sql) => {
    const current = await currentVersion(sql)
    const missing = migrations.filter((each) => each.version > current)
    for (const each of missing) {
      await sql`insert into schema_migrations (version, name) values (${each.version}, ${each.name})`
      await sql.unsafe(each.up)
    }
    return missing.map((each) => each.name)
  })
}

/** Goes down to `target` (0: an empty schema); returns the names taken back. */
export async function migrateDown(db: Db, folder: string, target = 0): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return locked(db, async (sql) => {
    const current = await currentVersion(sql)
    const surplus = migrations.filter((each) => each.version > target && each.version <= current).reverse()
    for (const each of surplus) {
      await sql.unsafe(each.down)
      await sql`delete from schema_migrations where version = ${each.version}`
    }
    return surplus.map((each) => each.name)
  })
}

/** All in one transaction, one node at a time: a failing file leaves nothing half done. */
async function locked<T>(db: Db, work: (sql: Sql) => Promise<T>): Promise<T> {
  const result = await db.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`
    await sql`create table if not exists schema_migrations (
      version integer primary key, name text not null, applied_at timestamptz not null default now())`
    return { value: await work(sql) }
  })
  return result.value
}

async function currentVersion(sql: Sql): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    select coalesce(max(version), 0) as version from schema_migrations`
  return row?.version ?? 0
}
