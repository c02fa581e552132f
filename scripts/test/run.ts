import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from '../system/plain-error.ts'
import { buildAll } from '../make/build.ts'
import type { Handover, Steps } from '../start/types.ts'
import { lastLines } from '../system/logs.ts'
import { type Claim, type ClaimContext, type Count } from './claims/claim.ts'
import { CHECKS, CLAIMS, SUITES } from './claims/claims.ts'
import { prepareMachine, syncSite } from './machine.ts'

const SHOWN_LINES = 120
/** Claims that run side by side: each waits for servers and browsers for much of its time. */
const LANES = 2

/**
 * Checks all claims, or the named ones, and prints the sum.
 *
 * @returns the number of failures
 */
export async function runTests({ root, data, env, steps }: Handover, names: string[]): Promise<number> {
  const logs = join(data, 'logs', 'test')
  mkdirSync(logs, { recursive: true })
  const chosen = new Set(choose(names))
  const context = { root, logs, env: { ...env, ...(await prepareMachine(env, logs, steps)) } }
  syncSite(root)
  const counts = await checkAll(
    CHECKS.filter((each) => chosen.has(each)),
    context,
    steps,
  )
  const suites = SUITES.filter((each) => chosen.has(each))
  if (suites.length > 0) counts.push(...(await build({ root, logs, steps })))
  counts.push(...(await checkAll(suites, context, steps)))
  for (const { title, failed, failures = [] } of counts)
    if (failed > 0) steps.print([`\nFailed: ${title}`, ...failures].join('\n  '))
  const sum = (of: 'passed' | 'failed') => counts.reduce((all, each) => all + each[of], 0)
  steps.print(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed')
}

type Checked = Count & { title: string }

/** Once before all suites: two that build at the same time would disturb each other. @returns the failure, if it fails */
async function build({ root, logs, steps }: BuildPlace): Promise<Checked[]> {
  try {
    await buildAll(root, logs, steps)
    return []
  } catch (error) {
    steps.print(`\n${error instanceof Error ? error.message : String(error)}\n`)
    return [{ title: 'Building', passed: 0, failed: 1 }]
  }
}

type BuildPlace = { root: string; logs: string; steps: Steps }

async function checkAll(claims: readonly Claim[], context: ClaimContext, steps: Steps): Promise<Checked[]> {
  const counts: Checked[] = []
  const queue = claims.values()
  const lane = async () => {
    for (const each of queue) counts.push(await check(each, context, steps))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return counts
}

function choose(names: string[]): Claim[] {
  const unknown = names.find((name) => !CLAIMS.some((each) => each.name === name))
  if (unknown !== undefined) {
    throw new PlainError(
      `There is no claim named ${unknown}: choose from ${CLAIMS.map((each) => each.name).join(', ')}, or give no name to check all.`,
    )
  }
  return names.length === 0 ? CLAIMS : CLAIMS.filter((each) => names.includes(each.name))
}

async function check(claim: Claim, context: ClaimContext, steps: Steps): Promise<Checked> {
  const log = join(context.logs, `${claim.name}.log`)
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
