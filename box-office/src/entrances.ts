import type { BudgetRow } from '@tuvens/platform/limits/budgets'

const perMinute = (points: number) => ({ points, seconds: 60 })
const perHour = (points: number) => ({ points, seconds: 3600 })

/** Where strangers come in beside the calls and forms that are limited together. */
export const ENTRANCES = {
  /** Orders, which hold tickets. */
  order: { env: 'LIMIT_ORDERS', client: perMinute(120), all: perMinute(6_000) },
  /** Entries on waiting lists; `target` is the e-mail address. */
  waitingList: {
    env: 'LIMIT_WAITING_LIST',
    client: perMinute(10),
    all: perMinute(1_000),
    target: perHour(20),
  },
  /** Mails that an order sends to its buyer, who typed the address; `target` is the recipient. */
  mail: { env: 'LIMIT_MAILS', client: perHour(60), all: perHour(20_000), target: perHour(10) },
  /** Those that it sends to the others whom the buyer names. */
  mailToOther: { env: 'LIMIT_MAILS', client: perHour(60), all: perHour(20_000), target: perHour(10) },
} satisfies Record<string, BudgetRow>

export type EntranceName = keyof typeof ENTRANCES
