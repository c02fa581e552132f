import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Env } from '@tuvens/platform/config'
import { readConfig as readApiConfig } from '../../api/src/base/config.ts'
import { readConfig as readBoxOfficeConfig } from '../../box-office/src/config.ts'
import { readConfig as readTicketsConfig } from '../../hi-events/src/base/config.ts'
import type { ServiceSpec } from '../system/wiring.ts'
import { namesRead } from './names-read.ts'

type Kept = { file: string; read: (env: Env) => unknown }

/** Files in the data folder with the settings of the running services, for `npm run doctor` and `npm run ops`. */
export const SETTINGS_FILES = {
  api: { file: 'api.env', read: readApiConfig },
  tickets: { file: 'tickets.env', read: readTicketsConfig },
  boxOffice: { file: 'box-office.env', read: readBoxOfficeConfig },
} as const satisfies Record<string, Kept>

/**
 * Writes the settings of the running services to files that no other user can read.
 *
 * @returns a function that removes the files
 */
export function keepSettings(data: string, specs: readonly ServiceSpec[]): () => void {
  const written = Object.entries(SETTINGS_FILES).flatMap(([service, { file, read }]) => {
    const spec = specs.find(({ name }) => name === service)
    return spec === undefined ? [] : [writeSettings(join(data, file), read, spec.env)]
  })
  return () => written.forEach((file) => rmSync(file, { force: true }))
}

/** Only the settings that the service reads: the rest of the environment stays out of the file. */
function writeSettings(file: string, read: Kept['read'], env: Env): string {
  const lines = namesRead(read, env).flatMap((name) =>
    env[name] === undefined ? [] : [`${name}='${env[name]}'`],
  )
  rmSync(file, { force: true })
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}
