import { readEnv } from '@tuvens/platform/config'
import { createDb, type Db, sqlState } from '@tuvens/platform/db/db'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findClientPrograms, runClientProgram } from '../../postgres/client-programs.ts'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsIo } from '../command.ts'
import { compareContents, readContents } from './contents.ts'
import { describeFile, DUMP, type Manifest, readManifest, writeManifest } from './manifest.ts'
import { checkPictures } from './pictures.ts'
import { UNLIMITED } from './take-backup.ts'

/**
 * Restores a backup into a scratch database, compares every row with what was dumped, and drops the database again. Every
 * picture is read.
 *
 * @param server a database of the server on which the scratch database is made
 * @returns what is wrong, in sentences; nothing: the backup is good
 * @throws PlainError when it could not be tried
 */
export async function verifyBackup(io: OpsIo, folder: string, server: string): Promise<string[]> {
  const manifest = readManifest(folder)
  const problems = await checkFiles(folder, manifest)
  if (problems.length === 0) problems.push(...(await tryRestoring(io, { folder, manifest, server })))
  if (problems.length === 0) writeManifest(folder, { ...manifest, verifiedAt: new Date().toISOString() })
  return problems
}

/** Where scratch databases are made when it is not the server of the service. No argument: those are shown to every user of the machine. */
export function scratchOf({ env }: Pick<OpsIo, 'env'>): string | undefined {
  return readEnv(env, (fields) => fields.optional('SCRATCH_DATABASE_URL'))
}

/** Whether all files are as they were written. */
export async function checkFiles(folder: string, { database, pictures }: Manifest): Promise<string[]> {
  const problems: string[] = []
  for (const wanted of [database, ...(pictures === null ? [] : [pictures.list])]) {
    if (!existsSync(join(folder, wanted.name))) problems.push(`${wanted.name} is missing.`)
    else if ((await describeFile(folder, wanted.name)).sha256 !== wanted.sha256)
      problems.push(`${wanted.name} is damaged: its SHA-256 is not the one of the manifest.`)
  }
  return problems.length > 0 || pictures === null ? problems : checkPictures(folder)
}

type Trial = { folder: string; manifest: Manifest; server: string }

async function tryRestoring(io: OpsIo, { folder, manifest, server }: Trial): Promise<string[]> {
  const admin = createDb(server, { max: 1, applicationName: 'tuvens backup', timeouts: UNLIMITED })
  const name = `tuvens_scratch_${randomBytes(6).toString('hex')}`
  const drop = async () => {
    await admin.unsafe(`drop database if exists "${name}" with (force)`)
    await admin.end()
  }
  try {
    await createScratch(admin, name)
    const url = withDatabase(server, name)
    await restoreDump(io, { url, folder })
    return compareContents(manifest.contents, await contentsOf(url))
  } finally {
    await drop()
  }
}

async function createScratch(admin: Db, name: string): Promise<void> {
  try {
    await admin.unsafe(`create database "${name}" template template0`)
  } catch (error) {
    if (sqlState(error) !== '42501') throw error
    throw new PlainError(
      'The user of the database may not create a scratch database: set SCRATCH_DATABASE_URL in the environment to the address of a database whose user may (create role … createdb), or grant it (alter role … createdb).',
    )
  }
}

/** All or nothing: what fails leaves the database empty. @throws PlainError */
export async function restoreDump(
  { env }: Pick<OpsIo, 'env'>,
  { url, folder }: { url: string; folder: string },
): Promise<void> {
  const programs = findClientPrograms(await majorOf(url), env)
  const args = [`--dbname=${databaseOf(url)}`, ...RESTORE_OPTIONS, join(folder, DUMP)]
  await runClientProgram(programs, 'pg_restore', { url, args })
}
/** Only our tables: extensions and other schemas are those of the server. */
const RESTORE_OPTIONS = [
  '--single-transaction',
  '--exit-on-error',
  '--no-owner',
  '--no-privileges',
  '--no-password',
  '--schema=public',
]

async function majorOf(url: string): Promise<number> {
  const db = createDb(url, { max: 1, applicationName: 'tuvens backup' })
  try {
    const [row] = await db<
      { major: number }[]
    >`select current_setting('server_version_num')::int / 10000 as major`
    return row?.major ?? 0
  } finally {
    await db.end()
  }
}

export async function contentsOf(url: string) {
  const db = createDb(url, { max: 1, applicationName: 'tuvens backup', timeouts: UNLIMITED })
  try {
    return await db.begin((tx) => readContents(tx))
  } finally {
    await db.end()
  }
}

const ADDRESS = /^([^:]+:\/\/[^/?]*)(?:\/([^?]*))?(\?.*)?$/

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  return url.replace(
    ADDRESS,
    (_all, server: string, _name: string | undefined, query: string | undefined) =>
      `${server}/${name}${query ?? ''}`,
  )
}

export function databaseOf(url: string): string {
  return decodeURIComponent(ADDRESS.exec(url)?.[2] ?? '')
}
