import { LIMITS } from '@tuvens/contract'
import type { BudgetRow } from '@tuvens/platform/limits/budgets'

/** Where strangers come in without an access token. */
export const ENTRANCES = {
  login: rowOf(LIMITS.login),
  register: rowOf(LIMITS.register),
  mailedLink: rowOf(LIMITS.mailedLink),
  passwordReset: {
    ...rowOf(LIMITS.passwordReset),
    target: { points: LIMITS.passwordReset.target, seconds: LIMITS.passwordReset.seconds },
  },
}

export type EntranceName = keyof typeof ENTRANCES

type PublicLimit = { points: number; seconds: number; all: number; env: string }

function rowOf({ points, seconds, all, env }: PublicLimit): BudgetRow {
  return { env, client: { points, seconds }, all: { points: all, seconds } }
}
