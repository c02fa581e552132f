import type { OpsCommand, OpsIo } from '../command.ts'
import { readOptions } from '../read-options.ts'
import { foldersOf } from './folders-of.ts'
import { restoreBackup, type RestoreResult } from './restore-backup.ts'

const USAGE = `Puts backups into the place of what is there: the database of the service, and the pictures of the API.

  npm run ops -- restore FOLDER...                       into the databases of the settings, which must be empty
  npm run ops -- restore FOLDER --force                  replaces what is in the database
  npm run ops -- restore FOLDER --env-file api.env       into the database of these settings

Stop all nodes of the service first. The restored rows are compared with those of the backup before anything is dropped.
At its next start the service skips the ids that were given since, streams begin with a snapshot, and the links and
statuses of both services are compared. Everybody signs in again: nobody can tell which sign-ins ended since the backup.

Flags are as they were at the backup: look at them (flags list) before the service takes requests.

Rights of other users on the tables are not restored: run deploy/monitoring/grafana/reader-*.sql again.

Exits with 0 when all is restored, 2 when a backup could not be. Its database is then as it was before, unless copying its pictures
failed, which is the last step; the backups that were named before it are restored.`

export const RESTORE: OpsCommand = {
  name: 'restore',
  summary: 'Put a backup into the place of a lost database',
  usage: USAGE,
  run: async (args, io) => {
    const { folders, force } = readRestoreOptions(args, io)
    const results: (RestoreResult & { seconds: number })[] = []
    for (const folder of folders) results.push(await restore(io, folder, force))
    io.result({ ok: true, restored: results })
    return 0
  },
}

function readRestoreOptions(args: string[], io: OpsIo) {
  const { values, positionals } = readOptions('restore', {
    args,
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  })
  return { folders: foldersOf(io, 'restore', positionals), force: values.force }
}

async function restore(io: OpsIo, folder: string, force: boolean) {
  const startedAt = performance.now()
  const result = await restoreBackup(io, folder, force)
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  io.print(
    `✓ ${result.service}: as it was at ${result.takenAt} (${result.pictures} pictures copied; ${seconds} s)`,
  )
  return { ...result, seconds }
}
