import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from '../system/plain-error.ts'
import type { Handover, Steps } from '../start/types.ts'
import { lastLines } from '../system/logs.ts'
import { type Claim, type ClaimContext, type Count } from './claims/claim.ts'
import { CLAIMS } from './claims/claims.ts'
import { prepareMachine } from './machine.ts'

const SHOWN_LINES = 120

/**
 * Checks all claims, or the named ones, and prints the sum.
 *
 * @returns the number of failures
 */
export async function runTests({ root, data, env, steps }: Handover, names: string[]): Promise<number> {
  const logs = join(data, 'logs', 'test')
  mkdirSync(logs, { recursive: true })
  const chosen = choose(names)
  const machine = await prepareMachine(env, logs, steps)
  const context = { root, logs, env: { ...env, ...machine }, chosen: chosen.map(({ name }) => name) }
  const counts: Checked[] = []
  // The others one at a time: two together take as long, because each keeps both cores busy.
  for (const claim of startSmall(chosen, context)) counts.push(await check(claim, context, steps))
  for (const { title, failed, failures = [] } of counts)
    if (failed > 0) steps.print([`\nFailed: ${title}`, ...failures].join('\n  '))
  const sum = (of: 'passed' | 'failed') => counts.reduce((all, each) => all + each[of], 0)
  steps.print(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed')
}

type Checked = Count & { title: string }

function choose(names: string[]): Claim[] {
  const unknown = names.find((name) => !CLAIMS.some((each) => each.name === name))
  if (unknown !== undefined) {
    throw new PlainError(
      `There is no claim named ${unknown}: choose from ${CLAIMS.map((each) => each.name).join(', ')}, or give no name to check all.`,
    )
  }
  return names.length === 0 ? CLAIMS : CLAIMS.filter((each) => names.includes(each.name))
}

/** Starts the small claims, one after another, beside the others. Each is told when its turn comes. */
function startSmall(chosen: Claim[], context: ClaimContext): Claim[] {
  let last: Promise<unknown> = Promise.resolve()
  return chosen.map((claim) => {
    if (!claim.isSmall) return claim
    const ended = last.then(() => claim.run(context, logOf(claim, context)))
    last = ended.catch(() => {})
    return { ...claim, run: () => ended }
  })
}

const logOf = ({ log, name }: Claim, { logs }: ClaimContext) => join(logs, `${log ?? name}.log`)

async function check(claim: Claim, context: ClaimContext, steps: Steps): Promise<Checked> {
  const log = logOf(claim, context)
  let count: Count = { passed: 0, failed: 1 }
  try {
    await steps.step(claim.title, async (note) => {
      count = await claim.run(context, log)
      note(count.passed + count.failed > 1 ? `${count.passed} passed, ${count.failed} failed` : '')
      if (count.failed > 0) throw new PlainError(claim.title)
    })
  } catch (error) {
    steps.print(`\n${lastLines(log, SHOWN_LINES)}\n\n  The whole log is ${log}\n`)
    if (!(error instanceof PlainError)) steps.print(String(error))
  }
  return { ...count, title: `${claim.title} (${claim.name})` }
}
