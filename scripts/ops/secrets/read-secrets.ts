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

/** The secrets of each service. Those of a mail server, a Redis and a bucket are given by others, and only their age counts. */
const SETTINGS: Record<ServiceFolder, readonly string[]> = {
  api: ['HI_EVENTS_SHARED_SECRET', 'CROSS_APP_SHARED_SECRET', 'AUTH_SIGNING_KEYS'],
  'hi-events': [
    'HI_EVENTS_SHARED_SECRET',
    'CROSS_APP_SHARED_SECRET',
    'CREDENTIALS_KEY',
    'HI_EVENTS_JWT_SECRET',
  ],
  'box-office': ['JWT_SECRET', 'FAULT_INJECTION_KEY'],
}

/** @throws ConfigError when a file of a setting cannot be read */
export function readSecrets(io: OpsIo, service: ServiceFolder): HeldSecret[] {
  const env = io.settings(configuredOf(service))
  return SETTINGS[service].flatMap((setting) => {
    const file = env[`${setting}_FILE`]
    const since = file === undefined ? null : (statSync(file, { throwIfNoEntry: false })?.mtime ?? null)
    const values = readEnv(env, (fields) => fields.list(setting))
    return values.map((value, place) => ({
      service,
      setting,
      place,
      value,
      fingerprint: fingerprintOf(value),
      since,
    }))
  })
}

/** Enough to tell secrets apart, and nothing to guess them by. */
function fingerprintOf(value: string): string {
  return createHash('sha256').update(`tuvens fingerprint\0${value}`).digest('hex').slice(0, 8)
}
