import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { PlainError } from '../system/plain-error.ts'
import type { Steps } from '../start/types.ts'
import { findChromium } from '../system/chromium.ts'
import { runQuietly } from '../system/run-quietly.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Finds or installs the browser that the suites need. (PostgreSQL is among the packages.)
 *
 * @returns the setting with its path
 */
export async function prepareMachine(
  env: Env,
  logs: string,
  steps: Steps,
): Promise<{ CHROMIUM_PATH: string }> {
  const found = findChromium(env)
  if (found !== undefined) return { CHROMIUM_PATH: found }
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) throw noBrowser()
  await steps.step('Installing Chromium', () => installChromium(logs))
  const installed = findChromium(env)
  if (installed === undefined) throw noBrowser()
  return { CHROMIUM_PATH: installed }
}

async function installChromium(logs: string): Promise<void> {
  const common = { command: 'apt-get', cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  const failure = 'Chromium could not be installed'
  await runQuietly({ ...common, args: ['update'], log: join(logs, 'apt-update.log'), failure })
  const args = ['install', '-y', '--no-install-recommends', 'chromium']
  await runQuietly({ ...common, args, log: join(logs, 'apt-install.log'), failure })
}

function noBrowser(): PlainError {
  return new PlainError(
    'The browser tests need Chromium or Chrome: install one (apt-get install chromium), or name one with CHROMIUM_PATH, and try again.',
  )
}
