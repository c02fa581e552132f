import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand } from '../command.ts'
import { readOptions } from '../read-options.ts'
import { recordBackup } from './record.ts'
import { serviceOf, sourcesOf } from './sources.ts'

const USAGE = `Notes in the databases of the services that another program has backed them up, pgBackRest for example: the age of the newest
backup is a metric (tuvens_backup_age_seconds), and the alert BackupTooOld watches it. npm run ops -- backup notes its own.

  npm run ops -- backup record                                     all services, now
  npm run ops -- backup record --env-file api.env --service api    one service
  npm run ops -- backup record --at 2026-11-30T12:00:00Z           when the backup was taken

Exits with 0, or with 2 when it could not run.`

export const BACKUP_RECORD: OpsCommand = {
  name: 'backup record',
  summary: 'Note that another program has made a backup',
  usage: USAGE,
  run: async (args, io) => {
    const { values } = readOptions('backup record', {
      args,
      options: { at: { type: 'string' }, service: { type: 'string', multiple: true } },
    })
    const takenAt = timeOf(values.at)
    for (const { service, databaseUrl } of sourcesOf(io, (values.service ?? []).map(serviceOf))) {
      await recordBackup(databaseUrl, { takenAt, isVerified: false })
      io.print(`✓ ${service}: backed up at ${takenAt}`)
    }
    return 0
  },
}

function timeOf(text: string | undefined): string {
  const time = text === undefined ? Date.now() : Date.parse(text)
  if (Number.isNaN(time) || time > Date.now() + 60_000)
    throw new PlainError(`--at ${text} is not a time of the past, such as 2026-11-30T12:00:00Z.`)
  return new Date(time).toISOString()
}
