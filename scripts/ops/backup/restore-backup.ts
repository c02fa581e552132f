import { splitHosts } from '@tuvens/platform/db/connect'
import { createDb, type Db, sqlState, type Tx } from '@tuvens/platform/db/db'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsIo } from '../command.ts'
import { compareContents, listTables } from './contents.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { restorePictures } from './pictures.ts'
import { type ServiceFolder, sourceOf, type Source } from './sources.ts'
import { UNLIMITED } from './take-backup.ts'
import { checkFiles, contentsOf, databaseOf, restoreDump } from './verify-backup.ts'

/** Where the tables are kept that a restore replaces, until it has succeeded. */
const REPLACED = 'replaced_by_restore'

export type RestoreResult = { service: ServiceFolder; takenAt: string; pictures: number; problems: string[] }

/**
 * Puts the database and the pictures of a backup into the place of what the settings name. The service must not run.
 * What is replaced is dropped only after the restored database equals what was dumped.
 *
 * @throws PlainError when nothing was changed
 */
export async function restoreBackup(io: OpsIo, folder: string, force: boolean): Promise<RestoreResult> {
  const manifest = readManifest(folder)
  const damages = await checkFiles(folder, manifest)
  if (damages.length > 0) throw new PlainError(`${folder} cannot be restored: ${damages.join(' ')}`)
  const target = targetOf(io, manifest)
  const db = createDb(target.databaseUrl, { max: 1, applicationName: 'tuvens restore', timeouts: UNLIMITED })
  try {
    await requireDatabase(db, target)
    await requireUnused(db, target)
    await setAside(db, target, force)
    await replace(io, { db, target, folder, manifest })
  } finally {
    await db.end()
  }
  const pictures =
    target.pictures === null || manifest.pictures === null ? 0 : restorePictures(folder, target.pictures)
  return { service: manifest.service, takenAt: manifest.takenAt, pictures, problems: [] }
}

function targetOf(io: OpsIo, { service }: Manifest): Source {
  const source = sourceOf(io, service)
  if (source === undefined)
    throw new PlainError(
      `No settings of ${service} were found: give them with --env-file FILE, or in the environment.`,
    )
  return source
}

/** A lost database is made by an administrator: the owner of a service's database may not create one. */
async function requireDatabase(db: Db, { service, databaseUrl }: Source): Promise<void> {
  try {
    await db`select 1`
  } catch (error) {
    if (sqlState(error) !== '3D000') throw error
    const name = databaseOf(databaseUrl)
    const owner = decodeURIComponent(new URL(splitHosts(databaseUrl).first).username)
    throw new PlainError(
      `There is no database ${name} of ${service}. Create it as an administrator of PostgreSQL, then run this again: ` +
        `su postgres -c "psql -c 'create database ${name} owner ${owner}' -c 'revoke connect on database ${name} from public'"`,
    )
  }
}

/** A running service would go on with what it remembers. */
async function requireUnused(db: Db, { service }: Source): Promise<void> {
  const users = await db<{ name: string }[]>`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`
  if (users.length === 0) return
  throw new PlainError(
    `The database of ${service} is in use (${users.map(({ name }) => name || 'unnamed').join(', ')}): stop every node of ${service} first.`,
  )
}

/** The nodes of the time of the backup run no more: health would show them as lost for an hour. The box office stores none. */
async function removeNodes(tx: Tx): Promise<void> {
  const [found] = await tx<{ exists: boolean }[]>`select to_regclass('public.nodes') is not null as exists`
  if (found?.exists === true) await tx`delete from nodes`
}

async function setAside(db: Db, { service, databaseUrl }: Source, force: boolean): Promise<void> {
  const tables = await listTables(db)
  if (tables.length > 0 && !force)
    throw new PlainError(
      `The database ${databaseOf(databaseUrl)} of ${service} is not empty (${tables.length} tables): add --force to replace all that is in it, or name an empty one in DATABASE_URL.`,
    )
  await db.begin(async (tx) => {
    await tx.unsafe(`drop schema if exists ${REPLACED} cascade`)
    await tx.unsafe(`alter schema public rename to ${REPLACED}`)
    await tx.unsafe('create schema public')
  })
}

type Replacement = { db: Db; target: Source; folder: string; manifest: Manifest }

async function replace(io: OpsIo, { db, target, folder, manifest }: Replacement): Promise<void> {
  try {
    await restoreDump(io, { url: target.databaseUrl, folder })
    const problems = compareContents(manifest.contents, await contentsOf(target.databaseUrl))
    if (problems.length > 0)
      throw new PlainError(`The restored database differs from the backup: ${problems.join(' ')}`)
    await db.begin((tx) => markRestored(tx, manifest))
  } catch (error) {
    await putBack(db)
    throw error
  }
  await db.unsafe(`drop schema ${REPLACED} cascade`)
}

async function putBack(db: Db): Promise<void> {
  await db.begin(async (tx) => {
    await tx.unsafe('drop schema public cascade')
    await tx.unsafe(`alter schema ${REPLACED} rename to public`)
  })
}

/**
 * Makes the service notice at its next start, and ends what may have been ended since the backup: sign-ins of people who
 * signed out or changed their password, links from mails, and sessions.
 */
async function markRestored(tx: Tx, { service, takenAt }: Manifest): Promise<void> {
  await tx`update database_incarnation set place = ${`restored from ${takenAt}`}`
  await removeNodes(tx)
  if (service !== 'api') return
  await tx`update sign_ins set ended_at = now() where ended_at is null`
  await tx`delete from one_time_tokens`
  await tx`update cross_app_sessions set revoked_at = now() where revoked_at is null`
}
