import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../../hi-events/src/base/config.ts'
import type { ServiceSpec } from '../system/wiring.ts'
import { namesRead } from './names-read.ts'

/** Below the data folder: the settings of the ticket origin that runs, for `npm run doctor`. */
export const SETTINGS_FILE = 'tickets.env'

/**
 * Writes down what the running ticket origin was told, readable by nobody else.
 *
 * @returns takes it away again
 */
export function keepSettings(data: string, specs: readonly ServiceSpec[]): () => void {
  const file = join(data, SETTINGS_FILE)
  const env = specs.find((each) => each.name === 'tickets')?.env ?? {}
  // Only what it reads with such settings: the rest of the environment stays out of the file.
  const lines = namesRead(readConfig, env).flatMap((name) =>
    env[name] === undefined ? [] : [`${name}='${env[name]}'`],
  )
  rmSync(file, { force: true })
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return () => rmSync(file, { force: true })
}
