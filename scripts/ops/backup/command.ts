import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { describeBackup, type DescribedBackup, lineOf } from './describe.ts'
import { listAllBackups, listBackups, markFailed, readManifest } from './manifest.ts'
import { pathOf, readOptions } from '../read-options.ts'
import { recordBackup } from './record.ts'
import { serviceOf, type Source, sourcesOf } from './sources.ts'
import { takeBackup } from './take-backup.ts'
import { scratchOf, verifyBackup } from './verify-backup.ts'

const USAGE = `Backs up the database of each service, and the pictures of the API, while they run. Each backup is restored into a scratch
database and compared, row by row.

  npm run ops -- backup                                     all services, into backups/<service>/<time> of the data folder
  npm run ops -- backup --to /mnt/backups --keep 14         into another folder; only the 14 newest of each service stay
  npm run ops -- backup --env-file api.env --service api    one service (api, hi-events or box-office), with its own settings

  --no-verify   does not restore the backup to compare it

SCRATCH_DATABASE_URL in the environment is the address of a database on the server on which the scratch database is made, with a
user who may create one; else it is made on the server of the service, by its user.

Needs pg_dump and pg_restore of the version of the server. Secrets are in no backup: keep CREDENTIALS_KEY in another
place. A backup that fails its trial is renamed to <time>.failed, and --keep does not count it.

Exits with 0 when all backups are good, 1 when one is not, 2 when it could not run.`

const OPTIONS = {
  to: { type: 'string' },
  keep: { type: 'string' },
  service: { type: 'string', multiple: true },
  'no-verify': { type: 'boolean', default: false },
} as const

export const BACKUP: OpsCommand = {
  name: 'backup',
  summary: 'Back up databases and pictures, and try the backup',
  usage: USAGE,
  run: async (args, io) => {
    const options = readBackupOptions(args, io)
    const results: DescribedBackup[] = []
    for (const source of sourcesOf(io, options.services)) results.push(await backUp(io, source, options))
    io.result({ ok: results.every(({ problems }) => problems.length === 0), backups: results })
    return results.some(({ problems }) => problems.length > 0) ? 1 : 0
  },
}

type Options = ReturnType<typeof readBackupOptions>

function readBackupOptions(args: string[], io: OpsIo) {
  const { values } = readOptions('backup', { args, options: OPTIONS })
  const { to, keep, service = [], 'no-verify': skipsTrial } = values
  if (keep !== undefined && !/^[1-9]\d{0,5}$/.test(keep))
    throw new PlainError(`--keep ${keep} is not a number from 1 on.`)
  return {
    root: to === undefined ? join(io.data, 'backups') : pathOf(io, to),
    keep: keep === undefined ? undefined : Number(keep),
    services: service.map(serviceOf),
    scratch: scratchOf(io),
    skipsTrial,
  }
}

async function backUp(io: OpsIo, source: Source, options: Options): Promise<DescribedBackup> {
  const startedAt = performance.now()
  const folder = join(options.root, source.service)
  const { path, problems } = await tryBackup(io, {
    source,
    options,
    path: await takeBackup(io, source, folder),
  })
  if (problems.length === 0) {
    await recordBackup(source.databaseUrl, {
      takenAt: readManifest(path).takenAt,
      isVerified: !options.skipsTrial,
    })
    prune(folder, options)
  }
  const result = describeBackup(path, { problems, seconds: (performance.now() - startedAt) / 1000 })
  io.print(lineOf(result))
  if (source.hasBucket)
    io.print(
      '   Its pictures are in a bucket, which is not copied: turn on the versions or the replication of the bucket.',
    )
  for (const problem of problems) io.print(`   ${problem}`)
  return result
}

type Trial = { source: Source; options: Options; path: string }

/** @returns what is wrong, and the path: another one for a backup that failed */
async function tryBackup(io: OpsIo, { source, options, path }: Trial) {
  if (options.skipsTrial) return { path, problems: [] }
  try {
    const problems = await verifyBackup(io, path, options.scratch ?? source.databaseUrl)
    return { path: problems.length > 0 ? markFailed(path) : path, problems }
  } catch (error) {
    io.print(`   The backup could not be tried and does not count: ${markFailed(path)}`)
    throw error
  }
}

/**
 * Deletes all that is older than the oldest backup that is kept. Only good ones are counted: one that failed its trial, or
 * whose trial was interrupted, never takes the place of one that can be restored.
 */
function prune(folder: string, { keep, skipsTrial }: Options): void {
  if (keep === undefined) return
  const good = listBackups(folder).filter(({ manifest }) => skipsTrial || manifest.verifiedAt !== null)
  const oldest = good[keep - 1]
  if (oldest === undefined) return
  const older = listAllBackups(folder).filter(({ manifest }) => manifest.takenAt < oldest.manifest.takenAt)
  for (const { path } of older) rmSync(path, { recursive: true })
}
