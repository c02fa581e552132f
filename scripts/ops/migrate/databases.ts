import { readEnv } from '@tuvens/platform/config'
import { readDatabaseAddresses } from '@tuvens/platform/db/addresses'
import { join } from 'node:path'
import { PlainError } from '../../system/plain-error.ts'
import type { ConfiguredService, OpsIo } from '../command.ts'

/** A service with a database, its address, and the folder of its migrations. */
export type MigratedService = { folder: string; url: string; migrations: string }

const SERVICES: Record<string, ConfiguredService> = {
  api: 'api',
  'hi-events': 'tickets',
  'box-office': 'boxOffice',
}

/**
 * The services that `--service` names, or all whose database the settings name. Migrations never go through a pooler.
 *
 * @throws PlainError for an unknown service, and when there is no database
 */
export function chooseServices({ root, settings }: OpsIo, only: string | undefined): MigratedService[] {
  const names = only === undefined ? Object.keys(SERVICES) : [only]
  const found = names.flatMap((folder) => {
    const service = SERVICES[folder]
    if (service === undefined)
      throw new PlainError(`There is no service ${folder}: choose from ${Object.keys(SERVICES).join(', ')}`)
    const env = settings(service)
    if (only === undefined && env['DATABASE_URL'] === undefined && env['DATABASE_URL_FILE'] === undefined)
      return []
    const { directDatabaseUrl: url } = readEnv(env, readDatabaseAddresses)
    return [{ folder, url, migrations: join(root, folder, 'migrations') }]
  })
  if (found.length > 0) return found
  throw new PlainError(
    'No DATABASE_URL: give --env-file FILE with the settings of a service, or start npm start',
  )
}
