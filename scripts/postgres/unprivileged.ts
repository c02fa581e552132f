import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The user that runs PostgreSQL, because it refuses to run as root. Empty when this process does not run as root. */
export type RunAs = { uid?: number; gid?: number }

const USERS = ['postgres', 'tuvens-postgres']
const FALLBACK_ROOT = '/var/lib/tuvens-ticketing'

/** The owner of existing data, else an unprivileged user. */
export function userFor(folder: string): RunAs {
  if (process.getuid?.() !== 0) return {}
  const marker = join(folder, 'PG_VERSION')
  const owner = existsSync(marker) ? statSync(marker) : undefined
  return owner === undefined || owner.uid === 0 ? unprivilegedUser() : { uid: owner.uid, gid: owner.gid }
}

function unprivilegedUser(): RunAs {
  const known = USERS.find((name) => idOf(name) !== undefined)
  if (known === undefined) {
    execFileSync('useradd', [
      '--system',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'tuvens-postgres',
    ])
  }
  return idOf(known ?? 'tuvens-postgres') ?? {}
}

function idOf(name: string): RunAs | undefined {
  const result = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  const group = spawnSync('id', ['-g', name], { encoding: 'utf8' })
  return result.status === 0 ? { uid: Number(result.stdout), gid: Number(group.stdout) } : undefined
}

/**
 * Creates `folder`, owned by that user. When the user cannot enter the folders above it (a clone under /root), creates
 * a replacement under /var/lib.
 */
export function enterableFolder(folder: string, as: RunAs): string {
  mkdirSync(folder, { recursive: true })
  if (as.uid === undefined) return folder
  const usable = canEnter(dirname(folder), as) ? folder : join(FALLBACK_ROOT, shortHash(folder))
  mkdirSync(usable, { recursive: true })
  if (usable !== folder) chmodSync(FALLBACK_ROOT, 0o755)
  chownSync(usable, as.uid, as.gid ?? as.uid)
  chmodSync(usable, 0o700)
  return usable
}

/** Returns the folder of the binaries, or a copy of the installation that the user can run. */
export function runnableBinaries(folder: string, as: RunAs): string {
  if (as.uid === undefined || canEnter(folder, as)) return folder
  const home = join(folder, '..')
  const copy = join(FALLBACK_ROOT, `postgres-${shortHash(home)}`)
  if (!existsSync(join(copy, 'bin'))) cpSync(home, copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(FALLBACK_ROOT, 0o755)
  return join(copy, 'bin')
}

function canEnter(folder: string, as: RunAs): boolean {
  return spawnSync('test', ['-x', folder], { ...as, cwd: '/' }).status === 0
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
