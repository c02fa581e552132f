import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../../hi-events/src/base/config.ts'
import type { ServiceSpec } from '../system/wiring.ts'
import { namesRead } from './names-read.ts'

/** File in the data folder with the settings of the running ticket origin, for `npm run doctor`. */
export const SETTINGS_FILE = 'tickets.env'

/**
 * Writes the settings of the running ticket origin to a file that no other user can read.
 *
 * @returns a function that removes the file
 */
export function keepSettings(data: string, specs: readonly ServiceSpec[]): () => void {
  const file = join(data, SETTINGS_FILE)
  const env = specs.find((each) => each.name === 'tickets')?.env ?? {}
  // Only the settings that it reads: the rest of the environment stays out of the file.
  const lines = namesRead(readConfig, env).flatMap((name) =>
    env[name] === undefined ? [] : [`${name}='${env[name]}'`],
  )
  rmSync(file, { force: true })
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return () => rmSync(file, { force: true })
}
