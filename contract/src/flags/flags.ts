import { type Static, Type } from 'typebox'
import { IntId, Nullable, STRICT, Text } from '../ids.ts'

/**
 * Every flag: a path of the product that can be rolled out to some accounts and switched off at run time. *On* is the path
 * behind the flag, *off* the one that is safe without it. `isOn` holds for every account as long as nothing is stored.
 * A call of the path that takes longer than `slowMs` counts as slow. The path of a flag that `isProtective` is a defence: its
 * guard needs more accounts, because strangers gain by turning it off.
 */
export const FLAGS = {
  'ticket-picker': {
    summary: 'Event pages frame our ticket picker; off: the widget of the ticket system',
    isOn: true,
    slowMs: 2_000,
  },
  'carried-edits': {
    summary: 'Edits of an event are carried to the ticket system; off: they wait',
    isOn: true,
    slowMs: 10_000,
  },
  'bound-sessions': {
    summary:
      'A session belongs to the browser that asked for it; off: the landing asks who the organiser is, and links no login',
    isOn: true,
    slowMs: 1_000,
    isProtective: true,
  },
  'several-dates': {
    summary:
      'Events have the dates that the next version of Hi.Events tells; off: they are reported without, and the ticket picker goes on',
    isOn: true,
    slowMs: 5_000,
  },
} as const satisfies Record<string, FlagDefinition>

/** What the code defines of a flag. */
export type FlagDefinition = { summary: string; isOn: boolean; slowMs: number; isProtective?: boolean }

/** The name of a flag. */
export type FlagName = keyof typeof FLAGS

/** All names, in the order of the table. */
export const FLAG_NAMES = Object.keys(FLAGS).filter(isFlagName)

/** Whether a text names a flag of this version. */
export function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name)
}

/** The two paths of a flag. */
export type FlagVariant = 'on' | 'off'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
/** A rule of flagd in JsonLogic; it sees `accountId` and `eventId`. */
export type TargetingRule = { readonly [name: string]: Json }
const TargetingRule = Type.Unsafe<TargetingRule>(Type.Object({}, { additionalProperties: true }))

/** Which accounts a flag that is on reaches. */
export const FlagRollout = Type.Object(
  {
    /** Part of all accounts, 0 to 100; each account stays on its side while this grows. */
    percent: Type.Number({ minimum: 0, maximum: 100 }),
    /** Always on. */
    accounts: Type.Array(IntId, { maxItems: 10_000, uniqueItems: true }),
    /** Always off, whatever the other rules say. */
    except_accounts: Type.Array(IntId, { maxItems: 10_000, uniqueItems: true }),
    /** A targeting rule of flagd, which gives `"on"`, `"off"` or null: null leaves the decision to `percent`. */
    targeting: Nullable(TargetingRule),
  },
  STRICT,
)
/** A rollout that fits its schema. */
export type FlagRollout = Static<typeof FlagRollout>

/** One flag as nodes evaluate it. */
export const FlagState = Type.Object({
  /** A name that this version does not have is ignored. */
  name: Type.String({ minLength: 1, maxLength: 64 }),
  /** Another one after each change; 0 while nothing is stored. */
  version: Type.Integer({ minimum: 0 }),
  /** False: off for everyone, whatever the rollout says. */
  is_on: Type.Boolean(),
  ...FlagRollout.properties,
  slow_ms: Type.Integer({ minimum: 1 }),
})
/** A flag as nodes evaluate it. */
export type FlagState = Static<typeof FlagState>

/** Response of `readFlags`. */
export const FlagStates = Type.Object({ flags: Type.Array(FlagState, { maxItems: 1_000 }) })
/** All flags as nodes evaluate them. */
export type FlagStates = Static<typeof FlagStates>

/** Accounts that one outcome names at most: outcomes come every second, so a window of the guard names many. */
export const MAX_NAMED_ACCOUNTS = 50

/**
 * What came of the calls of one path of one flag, on one node, since it was last told. Neither `failed` nor `slow` is more
 * than `calls`, which a schema cannot say.
 */
export const FlagOutcome = Type.Object(
  {
    flag: Type.String({ minLength: 1, maxLength: 64 }),
    version: Type.Integer({ minimum: 0 }),
    variant: Type.Union([Type.Literal('on'), Type.Literal('off')]),
    calls: Type.Integer({ minimum: 1 }),
    failed: Type.Integer({ minimum: 0 }),
    slow: Type.Integer({ minimum: 0 }),
    /** The first accounts that made calls, whatever came of them. */
    accounts: Type.Array(IntId, { maxItems: MAX_NAMED_ACCOUNTS }),
    /** Those of `accounts` with a call that failed or was slow. */
    affected_accounts: Type.Array(IntId, { maxItems: MAX_NAMED_ACCOUNTS }),
  },
  STRICT,
)
/** An outcome that fits its schema. */
export type FlagOutcome = Static<typeof FlagOutcome>

/** Body of `reportFlagOutcomes`. */
export const FlagOutcomes = Type.Object(
  { outcomes: Type.Array(FlagOutcome, { minItems: 1, maxItems: 1_000 }) },
  STRICT,
)
/** Outcomes that fit their schema. */
export type FlagOutcomes = Static<typeof FlagOutcomes>

/** When a flag is turned off by itself. All conditions must hold. */
export const FlagGuard = Type.Object(
  {
    is_active: Type.Boolean(),
    /** How far back calls count; those before the last change of the flag never do. */
    window_seconds: Type.Integer({ minimum: 10, maximum: 3_600 }),
    /** Calls that each of the two paths must have had. */
    min_calls: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** Calls of the path behind the flag that failed, or were slow. */
    min_bad: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    /** Accounts that they belong to: one broken account says nothing about the flag. */
    min_accounts: Type.Integer({ minimum: 1, maximum: MAX_NAMED_ACCOUNTS }),
    /** By how many percentage points the share of bad calls is higher than that of the other path. */
    min_difference: Type.Number({ minimum: 0, maximum: 100 }),
    /** How sure: the least z of a two-proportion test. 4 is one chance in 30,000. */
    min_z: Type.Number({ minimum: 1, maximum: 20 }),
    slow_ms: Type.Integer({ minimum: 1, maximum: 600_000 }),
  },
  STRICT,
)
/** A guard that fits its schema. */
export type FlagGuard = Static<typeof FlagGuard>

/** Why somebody changed a flag. */
export const FlagReason = Text(500)
