import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readConfig } from '../../hi-events/src/base/config.ts'
import { PlainError } from '../system/plain-error.ts'
import { SETTINGS_FILE } from './keep-settings.ts'
import { namesRead } from './names-read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Settings of a ticket origin, where they are from, and words on names among them that it does not read. */
export type Chosen = { env: Env; from: string; warning?: string }

/** All it may read: what is for the other way of signing in may stand there too. */
const KNOWN = namesRead(readConfig, { HI_EVENTS_LOGIN: 'jwt' })

/** What makes it another ticket origin: set beside those of `npm start`, somebody means one that is not given whole. */
const TELLING = [
  'TICKET_ORIGIN',
  'SITE_URL',
  'TUVENS_API_URL',
  'HI_EVENTS_UPSTREAM',
  'HI_EVENTS_API_URL',
  'HI_EVENTS_SHARED_SECRET',
  'CREDENTIALS_KEY',
]

/**
 * A file named; else the environment; else the system `npm start` runs in this folder.
 *
 * @throws PlainError when the file named is not there, or the environment contradicts what `npm start` runs
 */
export function chooseSettings(envFile: string | undefined, data: string, env: Env): Chosen {
  if (envFile !== undefined) {
    // npm runs scripts in the folder of the project; a path is meant from where it was typed.
    const file = resolve(env['INIT_CWD'] ?? process.cwd(), envFile)
    if (!existsSync(file)) throw new PlainError(`There is no file ${file}: correct --env-file.`)
    const given = readEnvFile(file)
    const unread = Object.keys(given).filter((name) => !KNOWN.includes(name))
    if (unread.length === 0) return { env: given, from: envFile }
    const warning = `Nothing reads ${unread.join(', ')}: check the spelling in docs/settings.md.`
    return { env: given, from: envFile, warning }
  }
  const kept = join(data, SETTINGS_FILE)
  if (env['DATABASE_URL'] !== undefined || !existsSync(kept))
    return { env, from: 'the environment (a file: --env-file path)' }
  const running = readEnvFile(kept)
  const odd = TELLING.filter((name) => env[name] !== undefined && env[name] !== running[name])
  if (odd.length > 0)
    throw new PlainError(
      `The environment sets ${odd.join(', ')} otherwise than the \`npm start\` that runs in this folder, and no DATABASE_URL. ` +
        `Give all settings of the ticket origin (in a file: --env-file path), or unset ${odd.length === 1 ? 'it' : 'them'} to look at the one that runs.`,
    )
  return { env: running, from: 'npm start' }
}

function readEnvFile(file: string): Env {
  return parseEnv(readFileSync(file, 'utf8')) as Env
}
