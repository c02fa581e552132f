import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readConfig } from '../../hi-events/src/base/config.ts'
import { PlainError } from '../system/plain-error.ts'
import { SETTINGS_FILES } from './keep-settings.ts'
import { namesRead } from './names-read.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Settings of a ticket origin, their origin, and a warning about names that it does not read. */
export type ChosenSettings = { env: Env; from: string; warning?: string }

/** All names that it can read, with those of both login modes, and the one by which Node finds a private authority. */
const KNOWN = [...namesRead(readConfig, { HI_EVENTS_LOGIN: 'jwt' }), 'NODE_EXTRA_CA_CERTS']

/** Settings that identify a ticket origin. When they differ from those of `npm start`, the environment means another one. */
const IDENTIFYING = [
  'TICKET_ORIGIN',
  'SITE_URL',
  'TUVENS_API_URL',
  'HI_EVENTS_UPSTREAM',
  'HI_EVENTS_API_URL',
  'HI_EVENTS_SHARED_SECRET',
  'CREDENTIALS_KEY',
]

/**
 * Reads the settings from the named file, else from the environment, else from the `npm start` that runs in this folder.
 *
 * @throws PlainError when the file does not exist, or the environment contradicts the running `npm start`
 */
export function chooseSettings(envFile: string | undefined, data: string, env: Env): ChosenSettings {
  if (envFile !== undefined) {
    const given = readNamedFile(envFile, env)
    const unread = Object.keys(given).filter((name) => !KNOWN.includes(name))
    if (unread.length === 0) return { env: given, from: envFile }
    const warning = `Nothing reads ${unread.join(', ')}: check the spelling in docs/settings.md.`
    return { env: given, from: envFile, warning }
  }
  const kept = join(data, SETTINGS_FILES.tickets.file)
  if (env['DATABASE_URL'] !== undefined || !existsSync(kept))
    return { env, from: 'the environment (a file: --env-file path)' }
  const running = readEnvFile(kept)
  const conflicting = IDENTIFYING.filter((name) => env[name] !== undefined && env[name] !== running[name])
  if (conflicting.length > 0)
    throw new PlainError(
      `The environment sets ${conflicting.join(', ')} to another value than the \`npm start\` that runs in this folder, and no DATABASE_URL.  ` +
        `Give all settings of the ticket origin (in a file: --env-file path), or unset ${conflicting.length === 1 ? 'it' : 'them'} to check the one that runs.`,
    )
  return { env: running, from: 'npm start' }
}

/**
 * Reads the settings of one service from the named files, else from the environment, else from the `npm start` that runs in this folder.
 * systemd reads several files for one node, too: a later file replaces what an earlier one sets.
 *
 * @throws PlainError when a file does not exist
 */
export function chooseServiceSettings(
  service: keyof typeof SETTINGS_FILES,
  { envFiles, data, env }: { envFiles: readonly string[]; data: string; env: Env },
): Env {
  if (envFiles.length > 0) return Object.assign({}, ...envFiles.map((file) => readNamedFile(file, env)))
  const kept = join(data, SETTINGS_FILES[service].file)
  return env['DATABASE_URL'] !== undefined || !existsSync(kept) ? env : readEnvFile(kept)
}

function readNamedFile(envFile: string, env: Env): Env {
  // npm runs scripts in the folder of the project, but the path is relative to the folder in which the user typed it.
  const file = resolve(env['INIT_CWD'] ?? process.cwd(), envFile)
  if (!existsSync(file)) throw new PlainError(`There is no file ${file}: correct --env-file.`)
  return readEnvFile(file)
}

function readEnvFile(file: string): Env {
  return parseEnv(readFileSync(file, 'utf8'))
}
