import { join } from 'node:path'
import { serviceOf, sourcesOf } from '../backup/sources.ts'
import type { OpsIo } from '../command.ts'

/** A service with a database, its address, and the folder of its migrations. */
export type MigratedService = { folder: string; url: string; migrations: string }

/**
 * The service that `--service` names, or all whose database the settings name. Migrations never go through a pooler.
 *
 * @throws PlainError for an unknown service, when there is no database, and when the settings are those of one service and
 *   `--service` does not name it: the migrations of the others would go into its database
 */
export function chooseServices(io: OpsIo, only: string | undefined): MigratedService[] {
  const services = only === undefined ? [] : [serviceOf(only)]
  return sourcesOf(io, services).map(({ service, databaseUrl }) => ({
    folder: service,
    url: databaseUrl,
    migrations: join(io.root, service, 'migrations'),
  }))
}
