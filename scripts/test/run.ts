import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from '../system/plain-error.ts'
import type { Handover, Steps } from '../start/types.ts'
import { lastLines } from '../system/logs.ts'
import { type Claim, type ClaimContext, type Count } from './claim.ts'
import { CLAIMS } from './claims.ts'
import { prepareMachine } from './machine.ts'

const SHOWN_LINES = 120

/**
 * Checks every claim, or those named by a word each, and ends with the sum.
 *
 * @returns how many failed
 */
export async function runTests({ root, data, env, steps }: Handover, words: string[]): Promise<number> {
  const logs = join(data, 'logs', 'test')
  mkdirSync(logs, { recursive: true })
  const chosen = choose(words)
  const context = { root, logs, env: { ...env, ...(await prepareMachine(env, logs, steps)) } }
  const sum = { passed: 0, failed: 0 }
  for (const claim of chosen) {
    const { passed, failed } = await check(claim, context, steps)
    sum.passed += passed
    sum.failed += failed
  }
  steps.say(`\n${sum.passed} passed, ${sum.failed} failed`)
  return sum.failed
}

function choose(words: string[]): Claim[] {
  const unknown = words.find((word) => !CLAIMS.some((each) => each.word === word))
  if (unknown !== undefined) {
    throw new PlainError(
      `There is no claim named ${unknown}: choose of ${CLAIMS.map((each) => each.word).join(', ')}, or name none for all.`,
    )
  }
  return words.length === 0 ? CLAIMS : CLAIMS.filter((each) => words.includes(each.word))
}

async function check(claim: Claim, context: ClaimContext, steps: Steps): Promise<Count> {
  const log = join(context.logs, `${claim.word}.log`)
  let count: Count = { passed: 0, failed: 1 }
  try {
    await steps.step(claim.says, async (note) => {
      count = await claim.run(context, log)
      note(count.passed + count.failed > 1 ? `${count.passed} passed, ${count.failed} failed` : '')
      if (count.failed > 0) throw new PlainError(claim.says)
    })
  } catch (error) {
    steps.say(`\n${lastLines(log, SHOWN_LINES)}\n\n  All of it is in ${log}\n`)
    if (!(error instanceof PlainError)) steps.say(String(error))
  }
  return count
}
