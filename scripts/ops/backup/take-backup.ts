import { createDb, type Tx } from '@tuvens/platform/db/db'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ClientPrograms, findClientPrograms, runClientProgram } from '../../postgres/client-programs.ts'
import type { OpsIo } from '../command.ts'
import { readContents } from './contents.ts'
import { describeFile, DUMP, FAILED, listBackups, type Manifest, writeManifest } from './manifest.ts'
import { copyPictures } from './pictures.ts'
import type { Source } from './sources.ts'

const HOUR_MS = 3_600_000
/** A dump takes as long as it takes. */
export const UNLIMITED = { statementMs: 24 * HOUR_MS, lockMs: 60_000, idleInTransactionMs: 24 * HOUR_MS }

/**
 * Backs up one service while it runs: a dump of its database, then its pictures, which only ever get more while the dump is
 * made. A folder with a manifest is complete.
 *
 * @returns the folder
 * @throws PlainError
 */
export async function takeBackup(io: OpsIo, source: Source, folder: string): Promise<string> {
  const { path, part } = place(folder)
  const interruption = new AbortController()
  io.onExit(() => {
    interruption.abort()
    rmSync(part, { recursive: true, force: true })
  })
  try {
    const dumped = await dumpDatabase(io, source, { part, signal: interruption.signal })
    const before = listBackups(folder)[0]?.path
    const pictures =
      source.pictures === null ? null : await copyPictures(source.pictures, { to: part, before })
    writeManifest(part, {
      ...dumped,
      format: 1,
      service: source.service,
      product: versionOf(io.root),
      pictures,
      verifiedAt: null,
    })
    renameSync(part, path)
    return path
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

function place(folder: string): { path: string; part: string } {
  const name = new Date().toISOString().replaceAll(':', '-').replace(/\.\d+/, '')
  const isTaken = (path: string) => existsSync(path) || existsSync(path + FAILED)
  let path = join(folder, name)
  for (let count = 2; isTaken(path); count++) path = join(folder, `${name}-${count}`)
  const part = `${path}.part`
  // Backups hold personal data.
  mkdirSync(part, { recursive: true, mode: 0o700 })
  return { path, part }
}

type Dumped = Pick<Manifest, 'takenAt' | 'postgres' | 'migration' | 'database' | 'contents'>

/** The dump and the counts are of one snapshot. */
async function dumpDatabase(
  { env }: OpsIo,
  { databaseUrl: url }: Source,
  { part, signal }: { part: string; signal: AbortSignal },
): Promise<Dumped> {
  const db = createDb(url, { max: 1, applicationName: 'tuvens backup', timeouts: UNLIMITED })
  try {
    const result = await db.begin(async (tx) => {
      await tx`set transaction isolation level repeatable read, read only`
      const { snapshot, ...about } = await describeSnapshot(tx)
      const programs = findClientPrograms(Number.parseInt(about.server, 10), env)
      const dump = runClientProgram(programs, 'pg_dump', { url, args: dumpArguments(part, snapshot), signal })
      const [contents] = await Promise.all([readContents(tx), dump])
      return { contents, ...dumpOf(about, programs) }
    })
    return { ...result, database: await describeFile(part, DUMP) }
  } finally {
    await db.end()
  }
}

type SnapshotFacts = { snapshot: string; server: string; migration: string; takenAt: Date }

async function describeSnapshot(tx: Tx): Promise<SnapshotFacts> {
  const [row] = await tx<SnapshotFacts[]>`
    select pg_export_snapshot() as snapshot, current_setting('server_version') as server, now() as "takenAt",
      (select name from schema_migrations order by version desc limit 1) as migration`
  if (row === undefined) throw new Error('a query without a table has one row')
  return row
}

function dumpOf(
  { server, migration, takenAt }: Omit<SnapshotFacts, 'snapshot'>,
  { version }: ClientPrograms,
) {
  return { takenAt: takenAt.toISOString(), migration, postgres: { server, programs: version } }
}

/** Rights and owners are those of the server on which it is restored. */
function dumpArguments(part: string, snapshot: string): string[] {
  const options = ['--format=custom', '--no-owner', '--no-privileges', '--no-password']
  return [...options, '--lock-wait-timeout=60s', `--snapshot=${snapshot}`, `--file=${join(part, DUMP)}`]
}

function versionOf(root: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return version
}
