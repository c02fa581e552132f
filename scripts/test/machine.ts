import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { PlainError } from '../system/plain-error.ts'
import type { Steps } from '../start/types.ts'
import { findChromium } from '../system/chromium.ts'
import { runQuietly } from '../system/run-quietly.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Finds or installs the browser and the Redis that the suites need. (PostgreSQL is among the packages.)
 *
 * @returns the setting with the path of the browser
 */
export async function prepareMachine(
  env: Env,
  logs: string,
  steps: Steps,
): Promise<{ CHROMIUM_PATH: string }> {
  const missing = missingPackages(env)
  if (missing.length > 0) {
    if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
      throw notInstalled(missing)
    await steps.step(`Installing ${missing.join(' and ')}`, () => install(missing, logs))
  }
  const installed = findChromium(env)
  if (installed === undefined || !hasRedis()) throw notInstalled(missingPackages(env))
  return { CHROMIUM_PATH: installed }
}

function missingPackages(env: Env): string[] {
  return [...(findChromium(env) === undefined ? ['chromium'] : []), ...(hasRedis() ? [] : ['redis-server'])]
}

function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

async function install(packages: readonly string[], logs: string): Promise<void> {
  const common = { command: 'apt-get', cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  const failure = `${packages.join(' and ')} could not be installed`
  await runQuietly({ ...common, args: ['update'], log: join(logs, 'apt-update.log'), failure })
  const args = ['install', '-y', '--no-install-recommends', ...packages]
  await runQuietly({ ...common, args, log: join(logs, 'apt-install.log'), failure })
}

function notInstalled(packages: readonly string[]): PlainError {
  return new PlainError(
    `The tests need ${packages.join(' and ')}: install it (apt-get install ${packages.join(' ')}) and try again. CHROMIUM_PATH can name another Chromium or Chrome.`,
  )
}
