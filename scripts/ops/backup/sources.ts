import { readEnv } from '@tuvens/platform/config'
import { resolve } from 'node:path'
import { PlainError } from '../../system/plain-error.ts'
import type { ConfiguredService, OpsIo } from '../command.ts'

/** The services that store something, by the names of their folders. */
export const SERVICES = ['api', 'hi-events', 'box-office'] as const
export type ServiceFolder = (typeof SERVICES)[number]

/** What is to be backed up, or restored to. */
export type Source = {
  service: ServiceFolder
  databaseUrl: string
  /** Folder of the pictures; null for a service without any, or with a bucket. */
  pictures: string | null
  hasBucket: boolean
}

const CONFIGURED: Record<ServiceFolder, ConfiguredService> = {
  api: 'api',
  'hi-events': 'tickets',
  'box-office': 'boxOffice',
}

/** The name by which the settings of a service are asked for. */
export function configuredOf(service: ServiceFolder): ConfiguredService {
  return CONFIGURED[service]
}

/** @throws PlainError for a name that is not one of a service */
export function serviceOf(name: string): ServiceFolder {
  const found = SERVICES.find((each) => each === name)
  if (found === undefined) throw new PlainError(`--service ${name} is none of ${SERVICES.join(', ')}.`)
  return found
}

/**
 * The databases of the named services, or of all that have settings here.
 *
 * @throws PlainError when the settings are those of one service, and it is not said of which
 */
export function sourcesOf(io: OpsIo, services: readonly ServiceFolder[]): Source[] {
  const wanted = services.length > 0 ? services : SERVICES
  const sources = wanted.flatMap((service) => sourceOf(io, service) ?? [])
  if (sources.length === 0) throw new PlainError(NO_SETTINGS)
  const isShared = new Set(sources.map(({ databaseUrl }) => databaseUrl)).size < sources.length
  if (isShared)
    throw new PlainError(
      `The settings are those of one service: say of which, with --service and one of ${SERVICES.join(', ')}.`,
    )
  return sources
}
const NO_SETTINGS =
  'No settings were found: give them with --env-file FILE (and --service NAME), or in the environment, or run this in the folder of a running npm start.'

export function sourceOf(io: Pick<OpsIo, 'root' | 'settings'>, service: ServiceFolder): Source | undefined {
  const env = io.settings(configuredOf(service))
  return readEnv(env, (fields) => {
    // Past a PgBouncer: a dump needs a session of its own.
    const databaseUrl = fields.optional('DATABASE_DIRECT_URL') ?? fields.optional('DATABASE_URL')
    if (databaseUrl === undefined) return undefined
    const hasBucket = fields.optional('PICTURES_S3_URL') !== undefined
    // As in the service, a relative path counts from the folder of the service.
    const folder = resolve(io.root, service, fields.text('PICTURES_FOLDER', '.data/pictures'))
    return { service, databaseUrl, pictures: service === 'api' && !hasBucket ? folder : null, hasBucket }
  })
}
