import { readEnv } from '@tuvens/platform/config'
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import type { OpsIo } from '../command.ts'
import { configuredOf, type ServiceFolder } from '../backup/sources.ts'

/** One secret of a list, with where it stands. The value itself is never printed: `fingerprint` names it. */
export type HeldSecret = {
  service: ServiceFolder
  setting: string
  /** 0: it signs or encrypts. */
  place: number
  value: string
  fingerprint: string
  /** Since when its file has this content; null for one in the environment. */
  since: Date | null
}

type SecretSetting = {
  setting: string
  /** Another name of the setting. */
  alias?: string
  /** Whether the service does not start in production without it. */
  isRequired: boolean
  /** The secret in an entry of the list, where the entry is more than the secret. */
  secretOf?: (entry: string) => string
}

const SHARED = { setting: 'HI_EVENTS_SHARED_SECRET', alias: 'CROSS_APP_SHARED_SECRET', isRequired: true }

/** The secrets that the product makes for itself. Those of databases, mail servers, Redis and buckets are given by others. */
const SETTINGS: Record<ServiceFolder, readonly SecretSetting[]> = {
  api: [
    SHARED,
    { setting: 'AUTH_SIGNING_KEYS', isRequired: true },
    // `name:secret`.
    {
      setting: 'OPERATOR_TOKENS',
      isRequired: false,
      secretOf: (entry) => entry.slice(entry.indexOf(':') + 1),
    },
  ],
  'hi-events': [
    SHARED,
    { setting: 'CREDENTIALS_KEY', isRequired: true },
    { setting: 'HI_EVENTS_JWT_SECRET', isRequired: false },
  ],
  'box-office': [
    { setting: 'JWT_SECRET', isRequired: true },
    { setting: 'FAULT_INJECTION_KEY', isRequired: false },
  ],
}

/** The secrets that a service needs and does not have. */
export function missingSecrets(service: ServiceFolder, held: readonly HeldSecret[]): string[] {
  return SETTINGS[service].flatMap(({ setting, alias, isRequired }) =>
    isRequired && !held.some((each) => each.setting === setting || each.setting === alias) ? [setting] : [],
  )
}

/** @throws ConfigError when a file of a setting cannot be read */
export function readSecrets(io: OpsIo, service: ServiceFolder): HeldSecret[] {
  const env = io.settings(configuredOf(service))
  return SETTINGS[service].flatMap(({ setting, alias, secretOf = (entry: string) => entry }) =>
    [setting, ...(alias === undefined ? [] : [alias])].flatMap((name) => {
      const file = env[`${name}_FILE`]
      const since = file === undefined ? null : (statSync(file, { throwIfNoEntry: false })?.mtime ?? null)
      const values = readEnv(env, (fields) => fields.list(name)).map(secretOf)
      return values.map((value, place) => ({
        service,
        setting: name,
        place,
        value,
        fingerprint: fingerprintOf(value),
        since,
      }))
    }),
  )
}

/** Enough to tell secrets apart, and nothing to guess them by. */
function fingerprintOf(value: string): string {
  return createHash('sha256').update(`tuvens fingerprint\0${value}`).digest('hex').slice(0, 8)
}
