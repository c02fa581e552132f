import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { PlainError } from '../system/plain-error.ts'
import { SETTINGS_FILE } from './keep-settings.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Settings of a ticket origin, and where they are from. */
export type Chosen = { env: Env; from: string }

/**
 * A file named; else the environment; else the system `npm start` runs in this folder.
 *
 * @throws PlainError when the file named is not there
 */
export function chooseSettings(envFile: string | undefined, data: string, env: Env): Chosen {
  if (envFile !== undefined) {
    // npm runs scripts in the folder of the project; a path is meant from where it was typed.
    const file = resolve(env['INIT_CWD'] ?? process.cwd(), envFile)
    if (!existsSync(file)) throw new PlainError(`There is no file ${file}: mend --env-file.`)
    return { env: readEnvFile(file), from: envFile }
  }
  const kept = join(data, SETTINGS_FILE)
  const isBare = env['DATABASE_URL'] === undefined && existsSync(kept)
  return isBare
    ? { env: readEnvFile(kept), from: 'npm start' }
    : { env, from: 'the environment (a file: --env-file path)' }
}

function readEnvFile(file: string): Env {
  return parseEnv(readFileSync(file, 'utf8')) as Env
}
