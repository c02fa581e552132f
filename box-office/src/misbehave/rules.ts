/** What can go wrong, and where: with a webhook on its way, or with the answer to a call. */
export const DELIVERY_KINDS = ['drop', 'delay', 'repeat', 'reorder', 'deadlock'] as const
export const ANSWER_KINDS = ['error', 'html', 'slow', 'cut', 'lose', 'gateway'] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]
export type AnswerKind = (typeof ANSWER_KINDS)[number]
export type Kind = DeliveryKind | AnswerKind

/** One misbehaviour: of what kind, whom it strikes, how often, and how. */
export type Rule<K extends Kind = Kind> = Scope & {
  kind: K
  /** Strikes that are left. */
  times: number
  /** 0 to 1; the seed decides which ones are struck. */
  probability: number
  seed: number
  /** Milliseconds of what takes its time. */
  ms: number
  /** Deliveries made in place of one. */
  copies: number
  /** Of an error, and its `Retry-After` in seconds. */
  status: number
  retryAfter: number | null
}

/** All that is named must fit; nothing named fits all. */
export type Scope = {
  account: number | null
  organizer: number | null
  event: number | null
  /** Of a call `GET /api/events/7`, of a delivery its type; `*` stands for any text. */
  path: string | null
}
/** What a delivery or an answer is about; null: it does not say. */
export type Facts = Omit<Scope, 'path'> & { path: string }

export type Known = Rule & { id: number; struck: number }
export type Rules = {
  add: (rule: Pick<Rule, 'kind'> & Partial<Rule>) => Known
  /** The rule that strikes here, the oldest first, counted as a strike. */
  take: <K extends Kind>(kinds: readonly K[], facts: Facts) => Rule<K> | undefined
  list: () => Known[]
  /** One, or all. */
  remove: (id?: number) => void
}

export const HARMLESS: Omit<Rule, 'kind'> = {
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

export function createRules(): Rules {
  const known = new Map<number, Known & { chance: () => number }>()
  let last = 0
  return {
    add: (given) => {
      const rule = { ...HARMLESS, ...given, id: ++last, struck: 0 }
      const entry = Object.assign(rule, { chance: chanceOf(rule.seed) })
      known.set(entry.id, entry)
      return entry
    },
    take: <K extends Kind>(kinds: readonly K[], facts: Facts) => {
      for (const rule of known.values()) {
        const isMeant = isOneOf(kinds, rule) && rule.times > 0 && fits(rule, facts)
        if (!isMeant || rule.chance() >= rule.probability) continue
        rule.times--
        rule.struck++
        return rule
      }
      return undefined
    },
    list: () => [...known.values()],
    remove: (id) => (id === undefined ? known.clear() : void known.delete(id)),
  }
}

function isOneOf<K extends Kind, R extends Rule>(kinds: readonly K[], rule: R): rule is R & Rule<K> {
  return kinds.some((kind) => kind === rule.kind)
}

function fits({ path, ...scope }: Scope, facts: Facts): boolean {
  const names = ['account', 'organizer', 'event'] as const
  return (
    names.every((name) => scope[name] === null || scope[name] === facts[name]) &&
    (path === null || patternOf(path).test(facts.path))
  )
}

function patternOf(path: string): RegExp {
  const parts = path.split('*').map((each) => each.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`)
}

/** Mulberry32: the same seed strikes the same ones again. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
