/**
 * A service level objective: the part of all attempts that must be good over 30 days (spec 7.4).
 *
 * Refusals count neither way. They are right answers to wrong requests, and a flood of those must change nothing.
 */
export type Objective = {
  id: string
  /** The alert that fires when the budget is used up too fast. */
  alert: string
  /** What is promised, for dashboards and annotations. */
  title: string
  /** Between 0 and 1. */
  goal: number
  /** How people are told. What anybody can report wakes nobody. */
  severities: readonly ('page' | 'ticket')[]
  /** PromQL: attempts that failed, and all that count, per second over a range such as `5m`. */
  errors: (range: string) => string
  attempts: (range: string) => string
}

const PAGE_AND_TICKET = ['page', 'ticket'] as const

export const OBJECTIVES: readonly Objective[] = [
  counted({
    id: 'session_generation',
    alert: 'SessionGenerationBudgetBurn',
    title: 'A click gets a session',
    goal: 0.999,
    metric: 'tuvens_sessions_total',
    only: ['step="issue"'],
    good: ['ok'],
    bad: ['failed'],
  }),
  counted({
    id: 'session_validation',
    alert: 'SessionValidationBudgetBurn',
    title: 'A session token is validated',
    goal: 0.998,
    metric: 'tuvens_sessions_total',
    only: ['step="validate"'],
    good: ['ok'],
    bad: ['failed'],
  }),
  counted({
    id: 'flow',
    alert: 'FlowBudgetBurn',
    title: 'A click lands in the ticket system',
    goal: 0.995,
    metric: 'tuvens_flow_total',
    good: ['ok'],
    bad: ['failed'],
  }),
  counted({
    id: 'webhooks',
    alert: 'WebhookBudgetBurn',
    title: 'A webhook is processed',
    goal: 0.998,
    metric: 'tuvens_webhooks_received_total',
    good: ['applied', 'stale', 'repeated'],
    bad: ['failed'],
  }),
  counted({
    id: 'widget',
    alert: 'WidgetBudgetBurn',
    title: 'The ticket widget loads',
    goal: 0.997,
    // Beacons of browsers: nobody knows who sends them.
    severities: ['ticket'],
    metric: 'tuvens_widget_load_seconds_count',
    good: ['ready'],
    bad: ['failed', 'timeout'],
  }),
  {
    id: 'publish_to_page',
    alert: 'PublishToPageBudgetBurn',
    title: 'A published event reaches open pages within a second',
    goal: 0.99,
    severities: PAGE_AND_TICKET,
    // Prometheus 3 writes the bound 1 as 1.0.
    errors: (range) =>
      `sum(rate(tuvens_publish_to_page_seconds_count[${range}])) - sum(rate(tuvens_publish_to_page_seconds_bucket{le=~"1|1.0"}[${range}]))`,
    attempts: (range) => `sum(rate(tuvens_publish_to_page_seconds_count[${range}]))`,
  },
]

type Counted = Omit<Objective, 'errors' | 'attempts' | 'severities'> & {
  severities?: Objective['severities']
  /** A metric with the label `outcome`. */
  metric: string
  only?: string[]
  good: string[]
  bad: string[]
}

function counted({ metric, only = [], good, bad, ...rest }: Counted): Objective {
  const matching = (outcomes: string[]) =>
    `${metric}{${[...only, outcomes.length === 1 ? `outcome="${outcomes[0]}"` : `outcome=~"${outcomes.join('|')}"`].join(',')}}`
  const rate = (outcomes: string[]) => (range: string) => `sum(rate(${matching(outcomes)}[${range}]))`
  const attempts = rate([...good, ...bad])
  // A counter appears with its first observation: until something fails, no series of failures exists.
  const errors = (range: string) => `${rate(bad)(range)} or ${attempts(range)} * 0`
  return { severities: PAGE_AND_TICKET, ...rest, errors, attempts }
}
