/** Faults of a webhook delivery. */
export const DELIVERY_FAULTS = ['drop', 'delay', 'repeat', 'reorder', 'deadlock'] as const
/** Faults of a response of the REST API. */
export const RESPONSE_FAULTS = ['error', 'html', 'slow', 'cut', 'lose', 'gateway'] as const
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number]
export type ResponseFault = (typeof RESPONSE_FAULTS)[number]
export type FaultKind = DeliveryFault | ResponseFault

/** Which fault to inject, into what, how often and how. */
export type FaultRule<K extends FaultKind = FaultKind> = FaultScope & {
  kind: K
  /** How many more times it applies. */
  times: number
  /** 0 to 1; `seed` decides to which of the matching targets it applies. */
  probability: number
  seed: number
  /** Duration of `delay`, `reorder` and `slow`, in milliseconds. */
  ms: number
  /** Deliveries that `repeat` makes in place of one. */
  copies: number
  /** Status code of `error`. */
  status: number
  /** `Retry-After` header of `error`, in seconds. */
  retryAfter: number | null
}

/** Every field that is not null must match. */
export type FaultScope = {
  account: number | null
  organizer: number | null
  event: number | null
  /** `GET /api/events/7` for a request, the event type for a delivery; `*` stands for any text. */
  path: string | null
}
/** The delivery or request that a rule may apply to; a field is null when it is not known. */
export type FaultTarget = Omit<FaultScope, 'path'> & { path: string }

export type StoredRule = FaultRule & { id: number; applied: number }
export type FaultRules = {
  add: (rule: Pick<FaultRule, 'kind'> & Partial<FaultRule>) => StoredRule
  /** The oldest rule that applies to the target; counts this application. */
  take: <K extends FaultKind>(kinds: readonly K[], target: FaultTarget) => FaultRule<K> | undefined
  list: () => StoredRule[]
  /** Removes one rule, or all. */
  remove: (id?: number) => void
}

export const RULE_DEFAULTS: Omit<FaultRule, 'kind'> = {
  account: null,
  organizer: null,
  event: null,
  path: null,
  times: Number.POSITIVE_INFINITY,
  probability: 1,
  seed: 1,
  ms: 1000,
  copies: 2,
  status: 500,
  retryAfter: null,
}

export function createFaultRules(): FaultRules {
  const stored = new Map<number, StoredRule & { random: () => number }>()
  let lastId = 0
  return {
    add: (given) => {
      const rule = { ...RULE_DEFAULTS, ...given, id: ++lastId, applied: 0 }
      const seeded = Object.assign(rule, { random: randomOf(rule.seed) })
      stored.set(seeded.id, seeded)
      return seeded
    },
    take: <K extends FaultKind>(kinds: readonly K[], target: FaultTarget) => {
      for (const rule of stored.values()) {
        const isMatch = isOneOf(kinds, rule) && rule.times > 0 && matches(rule, target)
        if (!isMatch || rule.random() >= rule.probability) continue
        rule.times--
        rule.applied++
        return rule
      }
      return undefined
    },
    list: () => [...stored.values()],
    remove: (id) => (id === undefined ? stored.clear() : void stored.delete(id)),
  }
}

function isOneOf<K extends FaultKind, R extends FaultRule>(
  kinds: readonly K[],
  rule: R,
): rule is R & FaultRule<K> {
  return kinds.some((kind) => kind === rule.kind)
}

function matches({ path, ...scope }: FaultScope, target: FaultTarget): boolean {
  const names = ['account', 'organizer', 'event'] as const
  return (
    names.every((name) => scope[name] === null || scope[name] === target[name]) &&
    (path === null || patternOf(path).test(target.path))
  )
}

function patternOf(path: string): RegExp {
  const parts = path.split('*').map((each) => each.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`)
}

/** Mulberry32: the same seed gives the same numbers again. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
