import {
  FLAG_NAMES,
  type FlagName,
  type FlagOutcome,
  type FlagState,
  type FlagVariant,
  ServiceError,
} from '@tuvens/contract'
import { counter } from '../telemetry/registry.ts'
import { createEvaluator, type FlagSubject } from './evaluator.ts'
import { createOutcomeCounter } from './outcomes.ts'
import { createExplain } from './provider.ts'

const evaluations = counter({
  name: 'tuvens_flag_evaluations_total',
  help: 'How often a flag was on or off for a caller',
  labels: { flag: FLAG_NAMES, variant: ['on', 'off'] },
})

/** What folders name of it. */
export type { FlagSubject }

/** How a call of a path ended: `ignored` says nothing about the path, such as an outage that meets both. */
export type FlagVerdict = 'ok' | 'failed' | 'ignored'
/** How a path ended. */
export type Settled<T> = { result: T } | { error: unknown }

/** The two paths of a flag. Without `judge`, a path has failed when it throws what is no expected refusal. */
export type FlagPaths<T> = {
  on: () => Promise<T>
  off: () => Promise<T>
  judge?: (settled: Settled<T>) => FlagVerdict
}

/** A call that ran elsewhere, or not through `run`. */
export type FlagCall = { variant: FlagVariant; accountId: number | null; hasFailed: boolean; ms: number }

/** The flags of one process. */
export type Flags = {
  /** Takes less than a microsecond; never fails. */
  isOn: (name: FlagName, subject: FlagSubject) => boolean
  /** The value for every account, or null when it depends on the account: saves the look-up of one. */
  uniform: (name: FlagName) => boolean | null
  /** Runs the path of the subject and counts what came of it. */
  run: <T>(name: FlagName, subject: FlagSubject, paths: FlagPaths<T>) => Promise<T>
  count: (name: FlagName, call: FlagCall) => void
  /** The decision with its reason, for people. */
  explain: ReturnType<typeof createExplain>
  replace: (states: readonly FlagState[]) => void
  drain: () => FlagOutcome[]
  restore: (outcomes: readonly FlagOutcome[]) => void
}

/** Flags with their defaults, until `replace` gives others. `now` gives milliseconds. */
export function createFlags(now: () => number = () => performance.now()): Flags {
  const evaluator = createEvaluator()
  const outcomes = createOutcomeCounter()
  const { uniform, version, slowMs, replace } = evaluator
  const isOn: Flags['isOn'] = (flag, subject) => {
    const value = evaluator.isOn(flag, subject)
    evaluations.add({ flag, variant: value ? 'on' : 'off' })
    return value
  }
  const count: Flags['count'] = (flag, { variant, accountId, hasFailed, ms }) =>
    outcomes.count({
      flag,
      version: version(flag),
      variant,
      accountId,
      hasFailed,
      isSlow: ms > slowMs(flag),
    })
  const run: Flags['run'] = async (flag, subject, { on, off, judge = judgeByError }) => {
    const variant = isOn(flag, subject) ? 'on' : 'off'
    const began = { version: version(flag), at: now() }
    const note = (verdict: FlagVerdict) => {
      if (verdict === 'ignored') return
      const isSlow = now() - began.at > slowMs(flag)
      const { accountId } = subject
      outcomes.count({
        flag,
        version: began.version,
        variant,
        accountId,
        hasFailed: verdict === 'failed',
        isSlow,
      })
    }
    const settled = await settle(variant === 'on' ? on : off)
    note(judge(settled))
    if ('error' in settled) throw settled.error
    return settled.result
  }
  const { drain, restore } = outcomes
  return { isOn, uniform, run, count, explain: createExplain(evaluator), replace, drain, restore }
}

async function settle<T>(path: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { result: await path() }
  } catch (error) {
    return { error }
  }
}

function judgeByError(settled: Settled<unknown>): FlagVerdict {
  if (!('error' in settled)) return 'ok'
  return settled.error instanceof ServiceError && settled.error.statusCode < 500 ? 'ok' : 'failed'
}
