import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../hi-events/build.mjs'
import { examine } from '../../hi-events/src/doctor/examine.ts'
import type { CheckResult } from '../../hi-events/src/doctor/finding.ts'
import { renderLines, renderSummary } from '../../hi-events/src/doctor/render.ts'
import { chooseSettings } from '../start/choose-settings.ts'
import type { Handover } from '../start/types.ts'
import { HELP, readOptions } from './options.ts'
import { createScreen, type Screen } from './screen.ts'

type Given = Pick<Handover, 'root' | 'data' | 'env' | 'shutdown'>

/** Examines the ticket origin and prints the results. @returns the exit code */
export async function runDoctor({ root, data, env, shutdown }: Given, args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options.help) return finish(HELP, 0)
  const chosen = chooseSettings(options.envFile, data, env)
  if (chosen.warning !== undefined) process.stderr.write(`\n  ${chosen.warning}\n`)
  await buildAssets(root)
  const interruption = new AbortController()
  const screen = options.json ? undefined : createScreen(process.stdout, env)
  screen?.print('', `  The ticket origin, by the settings of ${chosen.from}`, '')
  const examination = examine(chosen.env, { signal: interruption.signal, ...follow(screen) })
  // An interrupted examination still removes what it created upstream.
  shutdown.onExit(() => {
    interruption.abort()
    return examination
  })
  const results = await examination
  const isOk = results.every(({ state }) => state !== 'failed')
  if (screen === undefined)
    return finish(JSON.stringify({ ok: isOk, checks: results }, null, 2), isOk ? 0 : 1)
  screen.print('', `  ${renderSummary(results)}`, '')
  return isOk ? 0 : 1
}

function follow(screen: Screen | undefined) {
  if (screen === undefined) return {}
  return {
    onBegin: ({ title }: { title: string }) => screen.begin(title),
    onEnd: (result: CheckResult) => screen.print(...renderLines(result, screen.columns, screen.paint)),
  }
}

/** Writes the text and returns the code once it is written, so that the process does not exit before. */
function finish(text: string, code: number): Promise<number> {
  return new Promise((resolve) => process.stdout.write(`${text}\n`, () => resolve(code)))
}

/** The ticket origin that the examination starts when none runs serves pages with scripts. */
async function buildAssets(root: string): Promise<void> {
  const dist = join(root, 'hi-events', 'dist')
  if (!existsSync(join(dist, 'assets'))) await build(dist)
}
