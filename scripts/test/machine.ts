import { spawnSync } from 'node:child_process'
import type { Steps } from '../start/types.ts'
import { findChromium } from '../system/chromium.ts'
import { ensureDebianPackages } from '../system/debian.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What the suites run besides the packages of npm, and how each of them is found. */
const isPresent: Record<string, (env: Env) => boolean> = {
  chromium: (env) => findChromium(env) !== undefined,
  'redis-server': () => spawnSync('redis-server', ['--version']).status === 0,
}

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
  await ensureDebianPackages(Object.keys(isPresent), {
    logs,
    steps,
    missing: (names) => names.filter((name) => isPresent[name]?.(env) !== true),
    purpose: 'The tests need',
    advice: 'CHROMIUM_PATH can name another Chromium or Chrome.',
  })
  return { CHROMIUM_PATH: findChromium(env) ?? '' }
}
