import { ServiceError } from '@tuvens/contract'
import { clientKey } from './client.ts'
import { createLimits, type LimitRule, type Limits, type LimitsOptions, type LimitState } from './limit.ts'

/** How much of one public entrance may be used. `all` counts only calls that every other budget allowed. */
export type Budget = {
  /** Of one client: an IPv4 address, or an IPv6 network of 64 bits. */
  client: LimitRule
  /** Of all clients together. */
  all: LimitRule
  /** Of one person who is signed in. */
  person?: LimitRule
  /** Of one target, for example the e-mail address that a mail would go to. */
  target?: LimitRule
}

/** Who comes in, by address, and whom or what the call is about. */
export type Visitor = { address: string; person?: string; target?: string; points?: number }

/** Why a call is refused, and the headers of the limit that refused it. */
export type EntranceRefusal = { retryAfter: number; headers: Record<string, string> }

/** The part of a reply that takes headers. */
type HeaderReply = { headers: (headers: Record<string, string>) => unknown }

/** The public entrances of one service. The budgets of one entrance are used up by nothing but calls to it. */
export type Entrances<N extends string> = {
  /** Counts a call. @returns null when it may come in */
  check: (name: N, visitor: Visitor) => Promise<EntranceRefusal | null>
  /**
   * Counts a call and writes the headers of its limit.
   *
   * @throws ServiceError RATE_LIMITED
   */
  admit: (name: N, visitor: Visitor, reply?: HeaderReply) => Promise<void>
}

export type EntrancesOptions<N extends string> = Omit<LimitsOptions<string>, 'rules'> & {
  budgets: Readonly<Record<N, Budget>>
}

const PARTS = ['client', 'person', 'target', 'all'] as const
type Part = (typeof PARTS)[number]
type Counted = { name: string; state: LimitState }

export function createEntrances<N extends string>({
  budgets,
  ...options
}: EntrancesOptions<N>): Entrances<N> {
  const limits = createLimits({ ...options, rules: rulesOf(budgets) })
  const count = async (name: N, visitor: Visitor): Promise<Counted[]> => {
    const counted: Counted[] = []
    for (const { part, key } of keysOf(budgets[name], visitor)) {
      const limit = limitName(name, part)
      const { points = 1 } = visitor
      const state = await limits.count(limit, key, part === 'all' ? {} : { points })
      counted.push({ name: limit, state })
      // A call that is refused must not use up the other budgets.
      if (!state.isAllowed) break
    }
    return counted
  }
  const refusalOf = (counted: Counted[]) => {
    const last = counted.at(-1)
    return last === undefined || last.state.isAllowed ? null : refusalFor(limits, last)
  }
  return {
    check: async (name, visitor) => refusalOf(await count(name, visitor)),
    admit: async (name, visitor, reply) => {
      const counted = await count(name, visitor)
      const [own] = counted
      const refusal = refusalOf(counted)
      if (own !== undefined) reply?.headers(refusal?.headers ?? limits.headersOf(own.name, own.state))
      if (refusal !== null) throw new ServiceError('RATE_LIMITED', { retryAfter: refusal.retryAfter })
    },
  }
}

/** The limits of a table of budgets. What all may use is never less than what one client may. */
function rulesOf(budgets: Readonly<Record<string, Budget>>): Record<string, LimitRule> {
  const rules = Object.entries(budgets).flatMap(([name, { all, ...others }]) => {
    const points = Math.max(all.points, others.client.points)
    return Object.entries({ ...others, all: { ...all, points } }).map(([part, rule]) => [
      limitName(name, part),
      rule,
    ])
  })
  return Object.fromEntries(rules)
}

/** The limit of the client has the name of its entrance: it is the one that most callers see. */
function limitName(entrance: string, part: string): string {
  return part === 'client' ? entrance : `${entrance}-${part}`
}

function keysOf(budget: Budget, { address, person, target }: Visitor): { part: Part; key: string }[] {
  const keys = { client: clientKey(address), person, target: target?.toLowerCase(), all: 'all' }
  return PARTS.flatMap((part) => {
    const key = keys[part]
    return budget[part] === undefined || key === undefined ? [] : [{ part, key }]
  })
}

function refusalFor(limits: Limits<string>, { name, state }: Counted): EntranceRefusal {
  return { retryAfter: Math.max(1, Math.ceil(state.resetMs / 1000)), headers: limits.headersOf(name, state) }
}
