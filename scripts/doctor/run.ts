import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../hi-events/build.mjs'
import { examine } from '../../hi-events/src/doctor/examine.ts'
import type { Outcome } from '../../hi-events/src/doctor/finding.ts'
import { linesOf, sumOf } from '../../hi-events/src/doctor/tell.ts'
import { chooseSettings } from '../start/choose-settings.ts'
import type { Handover } from '../start/types.ts'
import { HELP, readOptions } from './options.ts'
import { createScreen, type Screen } from './screen.ts'

type Given = Pick<Handover, 'root' | 'data' | 'env' | 'life'>

/**
 * Examines and tells.
 *
 * @returns the exit code
 */
export async function runDoctor({ root, data, env, life }: Given, args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options.help) return say(HELP, 0)
  const chosen = chooseSettings(options.envFile, data, env)
  if (chosen.warning !== undefined) process.stderr.write(`\n  ${chosen.warning}\n`)
  await haveAssets(root)
  const leaving = new AbortController()
  const screen = options.json ? undefined : createScreen(process.stdout, env)
  screen?.say('', `  The ticket origin, by the settings of ${chosen.from}`, '')
  const examination = examine(chosen.env, { signal: leaving.signal, ...follow(screen) })
  // Whoever ends it early still gets what was made upstream removed.
  life.onLeave(() => {
    leaving.abort()
    return examination
  })
  const outcomes = await examination
  const isWell = outcomes.every(({ state }) => state !== 'failed')
  if (screen === undefined)
    return say(JSON.stringify({ ok: isWell, checks: outcomes }, null, 2), isWell ? 0 : 1)
  screen.say('', `  ${sumOf(outcomes)}`, '')
  return isWell ? 0 : 1
}

function follow(screen: Screen | undefined) {
  if (screen === undefined) return {}
  return {
    onBegin: ({ title }: { title: string }) => screen.begin(title),
    onEnd: (outcome: Outcome) => screen.say(...linesOf(outcome, screen.columns, screen.paint)),
  }
}

/** Written whole before the process may end. */
function say(text: string, code: number): Promise<number> {
  return new Promise((resolve) => process.stdout.write(`${text}\n`, () => resolve(code)))
}

/** The ticket origin that is opened when none runs has pages, and they have scripts. */
async function haveAssets(root: string): Promise<void> {
  const dist = join(root, 'hi-events', 'dist')
  if (!existsSync(join(dist, 'assets'))) await build(dist)
}
