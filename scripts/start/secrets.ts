import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalSecrets } from '../system/wiring.ts'
import { PlainError } from '../system/plain-error.ts'

/** The secrets of this installation: created once, in a file that no other user can read. */
export function keepSecrets(data: string): LocalSecrets {
  const file = join(data, 'secrets.json')
  const kept = existsSync(file) ? read(file) : {}
  const secrets = { ...createSecrets(), ...kept }
  if (Object.keys(kept).length !== Object.keys(secrets).length) write(file, secrets)
  return secrets
}

/** Creates new secrets of every kind. */
export function createSecrets(): LocalSecrets {
  return {
    postgresPassword: randomBytes(18).toString('base64url'),
    shared: randomBytes(32).toString('hex'),
    signingKey: randomBytes(32).toString('base64url'),
    credentialsKey: randomBytes(32).toString('base64url'),
    boxOfficeJwt: randomBytes(32).toString('base64url'),
  }
}

function read(file: string): Partial<LocalSecrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new PlainError(
      `${file} cannot be read: restore a good copy, or delete the folder .data to begin with empty data.`,
      { cause },
    )
  }
}

/** Writes the whole file or nothing: without its secrets the data cannot be read. */
function write(file: string, secrets: LocalSecrets): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
