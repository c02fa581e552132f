import { createDb } from '@tuvens/platform/db/db'
import { type MigrationState, readMigrationStates } from '@tuvens/platform/db/migration-state'
import type { OpsCommand } from '../command.ts'
import { chooseServices, type MigratedService } from './databases.ts'
import { readMigrateOptions } from './options.ts'

/** `migrate status`: which migrations each database has. */
export const MIGRATE_STATUS: OpsCommand = {
  name: 'migrate status',
  summary: 'Which migrations each database has, and which are missing',
  usage: `npm run ops -- migrate status [--service api|hi-events|box-office]

Compares the migration files of this release with what was applied. "compatible" means that the release before may run on
the schema that the migration makes. Exits with 1 when a migration is missing, was changed after it had been applied, or
is not known to this release.`,
  run: async (args, io) => {
    const { service } = readMigrateOptions('migrate status', args)
    const all = await Promise.all(chooseServices(io, service).map(readService))
    for (const { folder, migrations } of all) {
      io.print(folder)
      for (const each of migrations) io.print(`  ${lineOf(each)}`)
    }
    io.result(all)
    return all.every(({ migrations }) => migrations.every(({ state }) => state === 'applied')) ? 0 : 1
  },
}

export async function readService({ folder, url, migrations }: MigratedService) {
  const db = createDb(url, { max: 1, applicationName: 'tuvens ops' })
  try {
    return { folder, migrations: await readMigrationStates(db, migrations) }
  } finally {
    await db.end()
  }
}

function lineOf({ name, state, isCompatible, appliedAt }: MigrationState): string {
  const when = appliedAt === null ? '' : ` ${appliedAt.toISOString()}`
  return `${name}: ${state}${when}${isCompatible ? ', compatible' : ''}`
}
