import { FlagdCore } from '@openfeature/flagd-core'
import type { Logger, ResolutionDetails } from '@openfeature/server-sdk'
import { FLAG_NAMES, FLAGS, type FlagName, type FlagState, isFlagName } from '@tuvens/contract'
import { LRUCache } from 'lru-cache'
import { isDeepStrictEqual } from 'node:util'
import { flagdOf, uniformValueOf } from './flagd.ts'

/** Whom a flag is evaluated for. Without an account only rules that hold for everyone apply. */
export type FlagSubject = { accountId: number | null; eventId?: string | null }

/** Evaluates flags by flagd's rules. */
export type FlagEvaluator = {
  isOn: (name: FlagName, subject: FlagSubject) => boolean
  /** The value for every account, or null when it depends on the account. */
  uniform: (name: FlagName) => boolean | null
  version: (name: FlagName) => number
  slowMs: (name: FlagName) => number
  /** With the reason, not remembered. */
  resolve: (name: string, fallback: boolean, subject: FlagSubject) => ResolutionDetails<boolean>
  /**
   * Takes flags over; those it does not name have their defaults. A flag that cannot be read is off. Does nothing when they are
   * those that it has.
   */
  replace: (states: readonly FlagState[]) => void
}

type Entry = { state: FlagState; uniform: boolean | null; decisions: LRUCache<string, boolean> }

/** Accounts whose decision is remembered until the flags change. */
const MAX_DECISIONS = 20_000
/** What a rule does wrong is reported to the person who sets it. */
const SILENT: Logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

/** The state of a flag of which nothing is stored. */
export function defaultFlagState(name: FlagName): FlagState {
  const { isOn, slowMs } = FLAGS[name]
  const rollout = { percent: 100, accounts: [], except_accounts: [], targeting: null }
  return { name, version: 0, is_on: isOn, ...rollout, slow_ms: slowMs }
}

/** Remembers each decision: flagd's evaluator takes microseconds, a look-up a tenth of one. */
export function createEvaluator(): FlagEvaluator {
  let core = new FlagdCore(undefined, SILENT)
  let entries = new Map<FlagName, Entry>()
  let current: FlagState[] = []
  const entryOf = (name: FlagName): Entry => {
    const entry = entries.get(name)
    if (entry === undefined) throw new TypeError(`no flag ${name}`)
    return entry
  }
  const resolve: FlagEvaluator['resolve'] = (name, fallback, { accountId, eventId = null }) =>
    core.resolveBooleanEvaluation(name, fallback, {
      ...(accountId !== null && { targetingKey: String(accountId), accountId }),
      ...(eventId !== null && { eventId }),
    })
  const replace: FlagEvaluator['replace'] = (states) => {
    const known = new Map(states.map((state) => [state.name, state]))
    const all = FLAG_NAMES.map((name) => known.get(name) ?? defaultFlagState(name))
    // Nodes read the flags every half second, and new entries forget all decisions.
    if (isDeepStrictEqual(all, current)) return
    const next = new FlagdCore(undefined, SILENT)
    next.setConfigurations(flagdOf(all))
    core = next
    current = all
    entries = new Map(all.flatMap((state) => (isFlagName(state.name) ? [[state.name, entryFor(state)]] : [])))
  }
  replace([])
  return {
    isOn: (name, subject) => {
      const { uniform, decisions } = entryOf(name)
      if (uniform !== null) return uniform
      const key = `${subject.accountId} ${subject.eventId}`
      const remembered = decisions.get(key)
      if (remembered !== undefined) return remembered
      const isOn = resolve(name, false, subject).value
      decisions.set(key, isOn)
      return isOn
    },
    uniform: (name) => entryOf(name).uniform,
    version: (name) => entryOf(name).state.version,
    slowMs: (name) => entryOf(name).state.slow_ms,
    resolve,
    replace,
  }
}

function entryFor(state: FlagState): Entry {
  return { state, uniform: uniformValueOf(state), decisions: new LRUCache({ max: MAX_DECISIONS }) }
}
