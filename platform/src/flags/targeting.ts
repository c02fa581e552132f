import type { TargetingRule } from '@tuvens/contract'
import { FlagdCore } from '@openfeature/flagd-core'
import { flagdOf } from './flagd.ts'
import { defaultFlagState } from './evaluator.ts'

/** What is wrong with a targeting rule, or null: flagd reads it, and it decides for an account without an error. */
export function problemOfTargeting(targeting: TargetingRule): string | null {
  const problems: string[] = []
  const note = (message: unknown) => void problems.push(String(message))
  const core = new FlagdCore(undefined, { error: note, warn: note, info: () => {}, debug: note })
  try {
    core.setConfigurations(flagdOf([{ ...defaultFlagState('ticket-picker'), targeting }]))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const context = { targetingKey: '1', accountId: 1, eventId: '1' }
  const { errorMessage } = core.resolveBooleanEvaluation('ticket-picker', false, context)
  return errorMessage ?? problems[0] ?? null
}
