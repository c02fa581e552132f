import type { EnvFields } from '../config.ts'
import type { Budget } from './entrances.ts'
import type { LimitRule } from './limit.ts'

/** One entrance in the table of a service; `env` names the setting for the points of one client. */
export type BudgetRow = Budget & { env: string }

/**
 * Reads the settings of a table of entrances. The other budgets of an entrance keep their proportion to that of one
 * client.
 */
export function readBudgets<N extends string>(
  fields: EnvFields,
  table: Readonly<Record<N, BudgetRow>>,
): Record<N, Budget> {
  const read = ({ env, ...budget }: BudgetRow): Budget => {
    const points = fields.integer(env, budget.client.points, { min: 1, max: 1_000_000_000 })
    return scaled(budget, points / budget.client.points)
  }
  const rows = Object.entries<BudgetRow>(table).map(([name, row]) => [name, read(row)])
  return Object.fromEntries(rows) as Record<N, Budget>
}

function scaled({ client, all, person, target }: Budget, factor: number): Budget {
  const rule = ({ points, seconds }: LimitRule) => ({
    points: Math.max(1, Math.round(points * factor)),
    seconds,
  })
  return {
    client: rule(client),
    all: rule(all),
    ...(person !== undefined && { person: rule(person) }),
    ...(target !== undefined && { target: rule(target) }),
  }
}
