import { OBJECTIVES } from '../objectives.ts'
import { API, type Example, type Sample } from './example.ts'

/** Two fifths fail for half an hour: the window of an hour passes 14.4 times, that of five minutes ends the alert. */
const BURST = { faultyMinutes: 30, recoveredMinutes: 35 }
/** A weak fault for three days. */
const LASTING = { faultyMinutes: 4_320, recoveredMinutes: 405, stepMinutes: 15 }

/** A short and strong fault wakes somebody; a weak one that lasts for days becomes a ticket. */
export function burnExamples(): Example[] {
  return OBJECTIVES.flatMap(({ id, alert, severities }) => {
    const labels = { objective: id }
    const examples: Example[] = [
      { alert, severity: 'page', samples: attempts(id, 60, 40), labels, ...BURST },
      { alert, severity: 'ticket', samples: attempts(id, 98.5, 1.5), labels, ...LASTING },
    ]
    return examples.filter(({ severity }) => severities.some((each) => each === severity))
  })
}

function attempts(objective: string, good: number, bad: number): Sample[] {
  const found = attemptsOf[objective]
  if (found === undefined) {
    const series = (name: string) => `tuvens_publish_to_page_seconds_${name}`
    return [
      { series: `${series('count')}{${API}}`, isCounter: true, healthy: 100, faulty: good + bad },
      { series: `${series('bucket')}{${API},le="1"}`, isCounter: true, healthy: 100, faulty: good },
    ]
  }
  return [
    { series: found.good, isCounter: true, healthy: 100, faulty: good },
    { series: found.bad, isCounter: true, healthy: 0, faulty: bad },
  ]
}

/** Good and bad attempts of each objective. */
const attemptsOf: Record<string, { good: string; bad: string }> = {
  session_generation: outcomes('tuvens_sessions_total', 'step="issue",'),
  session_validation: outcomes('tuvens_sessions_total', 'step="validate",'),
  flow: outcomes('tuvens_flow_total'),
  webhooks: outcomes('tuvens_webhooks_received_total', 'kind="status",', 'applied'),
  widget: outcomes('tuvens_widget_load_seconds_count', '', 'ready'),
}

function outcomes(metric: string, labels = '', good = 'ok') {
  const of = (outcome: string) => `${metric}{${API},${labels}outcome="${outcome}"}`
  return { good: of(good), bad: of('failed') }
}
