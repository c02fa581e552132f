import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isReadOnly } from './failures.ts'
import { createDb, type Db, type Sql, sqlState } from './db.ts'

/** One numbered step of a schema. `isCompatible`: code that does not know this step may run on the schema it makes. */
export type Migration = {
  version: number
  name: string
  up: string
  down: string
  hash: string
  isCompatible: boolean
}

/** The migration files are wrong, or do not belong to this database. The service must not start. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** An arbitrary number, the same on all nodes: it keeps two of them from migrating at once. */
const LOCK = 4_702_981
/** The first line of an `up` file that older code may run with. */
const COMPATIBLE = /^-- compatible: yes\s*$/m

/**
 * Reads `0001_name.up.sql` and `0001_name.down.sql` pairs, in order.
 *
 * @throws MigrationError when a number is missing or occurs twice
 */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.up.sql')).sort()
  return Promise.all(
    files.map((file, index) => readMigration(folder, file.slice(0, -'.up.sql'.length), index + 1)),
  )
}

async function readMigration(folder: string, name: string, version: number): Promise<Migration> {
  if (Number(name.slice(0, 4)) !== version)
    throw new MigrationError(`${folder}: ${name}.up.sql should have number ${version}`)
  const up = await readFile(join(folder, `${name}.up.sql`), 'utf8')
  const down = await readFile(join(folder, `${name}.down.sql`), 'utf8')
  const [firstLine = ''] = up.split('\n', 1)
  return { version, name, up, down, hash: hashOf(up), isCompatible: COMPATIBLE.test(firstLine) }
}

/** SHA-256 of the text; line ends do not count, because Git may change them. */
function hashOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}

/**
 * Applies what is missing; returns the names applied.
 *
 * @throws MigrationError when an applied file was changed, or the schema is too new for this code
 */
export async function migrateUp(db: Db, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return locked(db, async (sql) => {
    const current = await checkApplied(sql, migrations)
    const missing = migrations.filter((each) => each.version > current)
    for (const { version, name, hash, isCompatible, up } of missing) {
      await sql`
        insert into schema_migrations (version, name, hash, is_compatible)
        values (${version}, ${name}, ${hash}, ${isCompatible})`
      await sql.unsafe(up)
    }
    return missing.map((each) => each.name)
  })
}

/**
 * Goes down to `target` (0: an empty schema); returns the names undone.
 *
 * @throws MigrationError as `migrateUp` does
 */
export async function migrateDown(db: Db, folder: string, target = 0): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return locked(db, async (sql) => {
    const current = await checkApplied(sql, migrations)
    if (current > migrations.length) throw new MigrationError('Only the newest code can undo its migrations')
    const surplus = migrations.filter((each) => each.version > target && each.version <= current).reverse()
    for (const each of surplus) {
      await sql.unsafe(each.down)
      await sql`delete from schema_migrations where version = ${each.version}`
    }
    return surplus.map((each) => each.name)
  })
}

/**
 * Brings the schema of a database up to date, on a connection of its own.
 *
 * @throws MigrationError as `migrateUp` does
 */
export async function migrateDatabase(url: string, folder: string): Promise<string[]> {
  const db = createDb(url, { max: 1, applicationName: 'tuvens migrations', timeouts: UNLIMITED })
  try {
    return await migrateUp(db, folder)
  } finally {
    await db.end()
  }
}

/**
 * Goes down to `target`, as `migrateDown` does, on a connection of its own.
 *
 * @throws MigrationError as `migrateUp` does
 */
export async function migrateDatabaseDown(url: string, folder: string, target: number): Promise<string[]> {
  const db = createDb(url, { max: 1, applicationName: 'tuvens migrations', timeouts: UNLIMITED })
  try {
    return await migrateDown(db, folder, target)
  } finally {
    await db.end()
  }
}

const HOUR_MS = 3_600_000
const UNLIMITED = { statementMs: HOUR_MS, idleInTransactionMs: HOUR_MS }
/** A statement that waits for a lock holds up all later users of its table: it gives way, and tries again. */
const LOCK_TIMEOUT = '2s'
const LOCK_NOT_AVAILABLE = '55P03'
const RETRY_MS = 1_000
const MAX_TRIES = 100

/** All in one transaction, one node at a time: a failing file leaves nothing half done. */
async function locked<T>(db: Db, work: (sql: Sql) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await lockedOnce(db, work)
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE && !isReadOnly(error)) throw error
      if (tries === MAX_TRIES) throw isReadOnly(error) ? error : new MigrationError(LOCKED, { cause: error })
      await delay(RETRY_MS)
    }
  }
}
const LOCKED =
  'The database could not be migrated: for minutes another transaction has held a lock that is needed. End it (pg_stat_activity names it) and start again'

async function lockedOnce<T>(db: Db, work: (sql: Sql) => Promise<T>): Promise<T> {
  const result = await db.begin(async (sql) => {
    await sql.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
    await sql`select pg_advisory_xact_lock(${LOCK})`
    await sql`create table if not exists schema_migrations (
      version integer primary key, name text not null, hash text not null, is_compatible boolean not null,
      applied_at timestamptz not null default now())`
    return { value: await work(sql) }
  })
  return result.value
}

type AppliedMigration = Pick<Migration, 'version' | 'name' | 'hash' | 'isCompatible'>

/** The version of the schema, once it is clear that it was made by these files. */
async function checkApplied(sql: Sql, migrations: Migration[]): Promise<number> {
  const applied = await sql<AppliedMigration[]>`
    select version, name, hash, is_compatible as "isCompatible" from schema_migrations order by version`
  for (const { version, name, hash, isCompatible } of applied) {
    const known = migrations[version - 1]
    if (known === undefined && !isCompatible)
      throw new MigrationError(
        `The database is newer than this code: it has migration ${name}. Start the version that brought it`,
      )
    if (known !== undefined && known.hash !== hash)
      throw new MigrationError(
        `${known.name}.up.sql was changed after it had been applied. Restore the file and add a new migration instead`,
      )
  }
  return applied.at(-1)?.version ?? 0
}
