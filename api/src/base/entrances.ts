import { LIMITS } from '@tuvens/contract'
import type { BudgetRow } from '@tuvens/platform/limits/budgets'

const perHour = (points: number) => ({ points, seconds: 3600 })

/** Where strangers come in without an access token, and what they can have sent to others. */
export const ENTRANCES = {
  login: rowOf(LIMITS.login),
  /** Using and ending a sign-in by its refresh token. */
  refresh: rowOf(LIMITS.refresh),
  register: rowOf(LIMITS.register),
  beacon: rowOf(LIMITS.beacon),
  /** `target` is the event. */
  complaint: {
    ...rowOf(LIMITS.complaint),
    target: { points: LIMITS.complaint.target, seconds: LIMITS.complaint.seconds },
  },
  mailedLink: rowOf(LIMITS.mailedLink),
  passkey: rowOf(LIMITS.passkey),
  passwordReset: {
    ...rowOf(LIMITS.passwordReset),
    target: { points: LIMITS.passwordReset.target, seconds: LIMITS.passwordReset.seconds },
  },
  /** Mails to an address that somebody typed and that need not be theirs; `target` is that address. */
  mail: { env: 'LIMIT_MAILS', client: perHour(60), all: perHour(20_000), target: perHour(10) },
}

export type EntranceName = keyof typeof ENTRANCES

type PublicLimit = { points: number; seconds: number; all: number; env: string }

function rowOf({ points, seconds, all, env }: PublicLimit): BudgetRow {
  return { env, client: { points, seconds }, all: { points: all, seconds } }
}
