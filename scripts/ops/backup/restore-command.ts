import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { foldersOf, readOptions } from './read-options.ts'
import { restoreBackup, type RestoreResult } from './restore-backup.ts'

const USAGE = `Puts backups into the place of what is there: the database of the service, and the pictures of the API.

  npm run ops -- restore FOLDER...                                  into the databases of the settings, which must be empty
  npm run ops -- restore FOLDER --force                             replaces what is in the database
  npm run ops -- restore FOLDER --database postgres://…/name        into this database

Stop all nodes of the service first. The restored rows are compared with those of the backup before anything is dropped.
At its next start the service skips the ids that were given since, streams begin with a snapshot, and the links and
statuses of both services are compared. Everybody signs in again: nobody can tell which sign-ins ended since the backup.

Exits with 0 when all is restored, 2 when it could not run; then nothing was changed.`

export const RESTORE: OpsCommand = {
  name: 'restore',
  summary: 'Put a backup into the place of a lost database',
  usage: USAGE,
  run: async (args, io) => {
    const { folders, ...options } = readRestoreOptions(args, io)
    const results: (RestoreResult & { seconds: number })[] = []
    for (const folder of folders) results.push(await restore(io, folder, options))
    io.result({ ok: true, restored: results })
    return 0
  },
}

type Options = { force: boolean; database: string | undefined }

function readRestoreOptions(args: string[], io: OpsIo): Options & { folders: string[] } {
  const { values, positionals } = readOptions('restore', {
    args,
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false }, database: { type: 'string' } },
  })
  const folders = foldersOf(io, 'restore', positionals)
  if (values.database !== undefined && folders.length > 1)
    throw new PlainError('--database is for one backup at a time.')
  return { folders, force: values.force, database: values.database }
}

async function restore(io: OpsIo, folder: string, options: Options) {
  const startedAt = performance.now()
  const result = await restoreBackup(io, folder, options)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  io.print(
    `✓ ${result.service}: as it was at ${result.takenAt} (${result.pictures} pictures copied; ${seconds} s)`,
  )
  return { ...result, seconds }
}
