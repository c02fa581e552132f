import { migrateDatabase, migrateDatabaseDown, readMigrations } from '@tuvens/platform/db/migrate'
import { PlainError } from '../../system/plain-error.ts'
import type { OpsCommand, OpsIo } from '../command.ts'
import { chooseServices, type MigratedService } from './databases.ts'
import { readMigrateOptions } from './options.ts'
import { readService } from './status.ts'

/** `migrate up`: what a service does when it starts. */
export const MIGRATE_UP: OpsCommand = {
  name: 'migrate up',
  summary: 'Apply the missing migrations, as a service does when it starts',
  usage: `npm run ops -- migrate up [--service api|hi-events|box-office] [--dry-run]

Applies what is missing in one transaction, under the lock that keeps nodes from migrating at once. --dry-run prints the SQL
and changes nothing.`,
  run: async (args, io) => {
    const { service, isDry } = readMigrateOptions('migrate up', args)
    return forEachService(io, service, async (each) => {
      if (!isDry) return migrateDatabase(each.url, each.migrations)
      const { migrations } = await readService(each)
      const missing = new Set(
        migrations.flatMap(({ version, state }) => (state === 'missing' ? [version] : [])),
      )
      const files = await readMigrations(each.migrations)
      return printSql(
        io,
        files.filter(({ version }) => missing.has(version)).map(({ name, up }) => [name, up]),
      )
    })
  },
}

/** `migrate down`: takes migrations back. */
export const MIGRATE_DOWN: OpsCommand = {
  name: 'migrate down',
  summary: 'Take migrations back to a number',
  usage: `npm run ops -- migrate down --service api|hi-events|box-office --to N [--dry-run]

Undoes the migrations after number N, the last one first, in one transaction. Data that only the newer schema holds is lost:
make a backup before. To run the release before, this is not needed as long as the newer migrations are compatible (migrate
status). Run it with the newest release: only that knows how to undo its migrations. --dry-run prints the SQL and changes nothing.`,
  run: async (args, io) => {
    const { service, to, isDry } = readMigrateOptions('migrate down', args)
    if (service === undefined || to === undefined)
      throw new PlainError('migrate down needs --service and --to. See: npm run ops -- migrate down --help')
    return forEachService(io, service, async (each) => {
      if (!isDry) return migrateDatabaseDown(each.url, each.migrations, to)
      const { migrations } = await readService(each)
      const applied = new Set(
        migrations.flatMap(({ version, state }) => (state === 'missing' ? [] : [version])),
      )
      const surplus = (await readMigrations(each.migrations))
        .filter(({ version }) => version > to && applied.has(version))
        .reverse()
      return printSql(
        io,
        surplus.map(({ name, down }) => [name, down]),
      )
    })
  },
}

/** @returns the exit code */
async function forEachService(
  io: OpsIo,
  only: string | undefined,
  work: (service: MigratedService) => Promise<string[]>,
): Promise<number> {
  const done: { folder: string; migrations: string[] }[] = []
  for (const service of chooseServices(io, only)) {
    const migrations = await work(service)
    done.push({ folder: service.folder, migrations })
    io.print(`${service.folder}: ${migrations.length === 0 ? 'nothing to do' : migrations.join(', ')}`)
  }
  io.result(done)
  return 0
}

function printSql(io: OpsIo, files: [name: string, sql: string][]): string[] {
  for (const [name, sql] of files) io.print(`-- ${name}\n${sql.trim()}\n`)
  return files.map(([name]) => name)
}
