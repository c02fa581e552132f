import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Steps } from '../start/types.ts'
import { PlainError } from './plain-error.ts'
import { runQuietly } from './run-quietly.ts'

export type DebianOptions = {
  /** Folder for the log of apt-get. */
  logs: string
  steps?: Pick<Steps, 'step'>
  /** What is not on this machine. Without it, dpkg is asked; a machine without dpkg has none of the packages. */
  missing?: (names: readonly string[]) => string[]
  /** What the packages are for, and what else would do, for the message when they cannot be installed. */
  purpose?: string
  advice?: string
}

/**
 * Installs the packages that are missing, without starting the services that some of them bring.
 *
 * @throws PlainError that names the packages when this process is not root, or the machine has no apt-get
 */
export async function ensureDebianPackages(names: readonly string[], options: DebianOptions): Promise<void> {
  const { missing: find = notInstalled, logs, steps } = options
  const missing = find(names)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    throw unavailable(missing, options)
  const work = () => install(missing, logs)
  await (steps === undefined ? work() : steps.step(`Installing ${missing.join(' and ')}`, work))
  if (find(names).length > 0) throw unavailable(find(names), options)
}

function notInstalled(names: readonly string[]): string[] {
  return names.filter((name) => {
    const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
      encoding: 'utf8',
    })
    return status !== 0 || stdout !== 'installed'
  })
}

/** While /usr/sbin/policy-rc.d answers 101, Debian's packages start no service. */
const INSTALL = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod +x "$policy"
fi
apt-get update
apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
`
/** Several test files may install at once: the lists of apt-get have a lock that does not wait. */
const LOCK = '/var/lock/tuvens-apt.lock'

async function install(packages: readonly string[], logs: string): Promise<void> {
  await runQuietly({
    command: 'flock',
    args: [LOCK, 'sh', '-c', INSTALL, 'install', ...packages],
    cwd: '/',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    log: join(logs, 'apt-install.log'),
    failure: `${packages.join(' and ')} could not be installed`,
  })
}

function unavailable(
  missing: readonly string[],
  { purpose = 'This command needs', advice = '' }: DebianOptions,
): PlainError {
  const how = `install it (apt-get install ${missing.join(' ')}) and try again.`
  return new PlainError(`${purpose} ${missing.join(' and ')}: ${how}${advice === '' ? '' : ` ${advice}`}`)
}
