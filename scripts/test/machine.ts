import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Steps } from '../start/types.ts'
import { findChromium } from '../system/chromium.ts'
import { ensureDebianPackages } from '../system/debian.ts'
import { PlainError } from '../system/plain-error.ts'

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

/** Writes the files that SvelteKit generates: the tsconfig of the site extends one, which is missing in a fresh checkout. */
export function syncSite(root: string): void {
  const kit = join(root, 'node_modules', '@sveltejs', 'kit', 'svelte-kit.js')
  const { status, stderr } = spawnSync(process.execPath, [kit, 'sync'], {
    cwd: join(root, 'client'),
    encoding: 'utf8',
  })
  if (status !== 0) throw new PlainError(`SvelteKit could not generate its files:\n${stderr}`)
}
