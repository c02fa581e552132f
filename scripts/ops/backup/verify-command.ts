import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { describeBackup, type DescribedBackup, lineOf } from './describe.ts'
import { readManifest } from './manifest.ts'
import { readOptions } from '../read-options.ts'
import { foldersOf } from './folders-of.ts'
import { sourceOf } from './sources.ts'
import { scratchOf, verifyBackup } from './verify-backup.ts'

const USAGE = `Tries backups: checks their SHA-256, restores them into a scratch database, and compares it row by row with what was dumped.

  npm run ops -- backup verify FOLDER...

The scratch database is made on the server of SCRATCH_DATABASE_URL in the environment, the address of a database with a user who may
create one; else on the server of the service.

Exits with 0 when all are good, 1 when one is not, 2 when it could not run.`

export const BACKUP_VERIFY: OpsCommand = {
  name: 'backup verify',
  summary: 'Restore backups into a scratch database, and compare',
  usage: USAGE,
  run: async (args, io) => {
    const { positionals } = readOptions('backup verify', { args, allowPositionals: true, options: {} })
    const results: DescribedBackup[] = []
    for (const folder of foldersOf(io, 'backup verify', positionals)) results.push(await verify(io, folder))
    io.result({ ok: results.every(({ problems }) => problems.length === 0), backups: results })
    return results.some(({ problems }) => problems.length > 0) ? 1 : 0
  },
}

async function verify(io: OpsIo, folder: string): Promise<DescribedBackup> {
  const startedAt = performance.now()
  const server = scratchOf(io) ?? sourceOf(io, readManifest(folder).service)?.databaseUrl
  if (server === undefined)
    throw new PlainError(
      'No settings were found: name a server with SCRATCH_DATABASE_URL in the environment.',
    )
  const problems = await verifyBackup(io, folder, server)
  const result = describeBackup(folder, { problems, seconds: (performance.now() - startedAt) / 1000 })
  io.print(lineOf(result))
  for (const problem of problems) io.print(`   ${problem}`)
  return result
}
