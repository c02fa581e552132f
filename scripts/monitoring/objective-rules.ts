import { type Objective, OBJECTIVES } from './objectives.ts'
import { type AlertingRule, type RecordingRule, type RuleGroup, runbookOf } from './rule.ts'
import { type Timing, type Window, WINDOWS } from './timing.ts'

/** How many times faster than allowed a budget is used up when an alert fires (Google, SRE workbook, chapter 5). */
type Burn = { factor: number; long: Window; short: Window }
const BURNS = {
  page: [
    { factor: 14.4, long: '1h', short: '5m' },
    { factor: 6, long: '6h', short: '30m' },
  ],
  ticket: [
    { factor: 3, long: '1d', short: '2h' },
    { factor: 1, long: '3d', short: '6h' },
  ],
} as const satisfies Record<string, readonly Burn[]>

/** Failures in the long window below which nothing is told: where few people click, one failure is a large part. */
const MIN_FAILURES = { page: 5, ticket: 3 }

/** Recording rules for each objective and window, and its alerts. */
export function objectiveGroups(timing: Timing): RuleGroup[] {
  const { '30d': period, ...windows } = WINDOWS
  const record = (names: Record<string, number>) =>
    OBJECTIVES.flatMap((objective) =>
      Object.entries(names).flatMap(([window, seconds]) =>
        recordsOf(objective, window, timing.duration(seconds)),
      ),
    )
  return [
    { name: 'objectives', rules: record(windows) },
    // The whole period, which changes slowly and costs most.
    {
      name: 'objective-budgets',
      interval: timing.duration(300),
      rules: [...record({ '30d': period }), ...OBJECTIVES.map(budgetOf)],
    },
    { name: 'objective-alerts', rules: OBJECTIVES.flatMap((objective) => alertsOf(objective, timing)) },
  ]
}

const SERIES = {
  errors: 'objective:tuvens_errors:rate',
  attempts: 'objective:tuvens_attempts:rate',
  ratio: 'objective:tuvens_errors:ratio_rate',
}

function recordsOf({ id, errors, attempts }: Objective, window: string, range: string): RecordingRule[] {
  const labels = { objective: id }
  const of = (series: string) => `${series}${window}{objective="${id}"}`
  return [
    { record: `${SERIES.errors}${window}`, expr: errors(range), labels },
    { record: `${SERIES.attempts}${window}`, expr: attempts(range), labels },
    {
      record: `${SERIES.ratio}${window}`,
      expr: `${of(SERIES.errors)} / (${of(SERIES.attempts)} > 0)`,
      labels,
    },
  ]
}

/** What is left of the budget of 30 days: 1 is all of it, below 0 the objective is missed. */
function budgetOf({ id, goal }: Objective): RecordingRule {
  return {
    record: 'objective:tuvens_budget:remaining_ratio',
    expr: `1 - ${SERIES.ratio}30d{objective="${id}"} / ${budget(goal)}`,
    labels: { objective: id },
  }
}

function alertsOf(objective: Objective, timing: Timing): AlertingRule[] {
  return objective.severities.map((severity) => ({
    alert: objective.alert,
    expr: BURNS[severity]
      .map((burn) => isBurning(objective, burn, { minFailures: MIN_FAILURES[severity], timing }))
      .join('\nor\n'),
    labels: { severity, objective: objective.id },
    annotations: {
      summary: `${objective.title}: too many failures`,
      description: `{{ $value | humanizePercentage }} fail; at most ${percent(1 - objective.goal)} may over 30 days.`,
      runbook: runbookOf(objective.alert),
    },
  }))
}

type Sizes = { minFailures: number; timing: Timing }

function isBurning({ id, goal }: Objective, burn: Burn, { minFailures, timing }: Sizes): string {
  const { factor, long, short } = burn
  const of = (series: string, window: Window) => `${series}${window}{objective="${id}"}`
  const limit = `${factor} * ${budget(goal)}`
  return `(
  ${of(SERIES.ratio, long)} > ${limit}
  and ${of(SERIES.ratio, short)} > ${limit}
  and ${of(SERIES.errors, long)} * ${timing.seconds(WINDOWS[long])} > ${minFailures - 0.5}
)`
}

/** 1 - 0.999 has no exact binary form. */
function budget(goal: number): number {
  return Number((1 - goal).toFixed(6))
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(4))} %`
}
