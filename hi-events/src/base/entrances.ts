import type { BudgetRow } from '@tuvens/platform/limits/budgets'

const perMinute = (points: number) => ({ points, seconds: 60 })
const perHour = (points: number) => ({ points, seconds: 3600 })

/** Where strangers come in, and how much of it they may use. No call to one entrance counts for another. */
export const ENTRANCES = {
  /** Landing with a session token. */
  landing: { env: 'LIMIT_LANDING', client: perMinute(60), all: perMinute(6_000) },
  /** Signing in, once, to a login that exists in the ticket system; `person` is a Tuvens user. */
  signIn: { env: 'LIMIT_SIGN_IN', client: perMinute(20), all: perMinute(1_000), person: perMinute(10) },
  /** Orders of the picker, and those that pass through to the ticket system. */
  order: { env: 'LIMIT_ORDERS', client: perMinute(120), all: perMinute(6_000) },
  /** How orders of embedded events stand: each open page asks every few seconds while its visitor checks out. */
  orderState: { env: 'LIMIT_ORDER_STATES', client: perMinute(240), all: perMinute(30_000) },
  /** Signing in, signing up and asking for a new password at the ticket system itself. */
  upstreamLogin: { env: 'LIMIT_UPSTREAM_LOGIN', client: perMinute(30), all: perMinute(3_000) },
  /** Entries on a waiting list; `target` is the e-mail address. */
  waitingList: {
    env: 'LIMIT_WAITING_LIST',
    client: perMinute(10),
    all: perMinute(1_000),
    target: perHour(20),
  },
} satisfies Record<string, BudgetRow>

export type EntranceName = keyof typeof ENTRANCES
