import { OBJECTIVES } from '../objectives.ts'
import { dashboard } from './dashboard.ts'
import { graph, quantiles, rateBy, stat } from './panels.ts'

/** The way of one click, from *Enable ticketing* to the open page, with the objectives. */
export function loopDashboard() {
  return dashboard({
    uid: 'tuvens-loop',
    title: 'The way of a click',
    rows: [
      ['What is left of the budget of 30 days', OBJECTIVES.map(({ id, title }) => budgetOf(id, title))],
      ['Objectives', objectives()],
      ['1. Click: session, landing, set-up', click()],
      ['2. Publish: webhook, relay, outbox', publish()],
      ['3. Open pages: stream and widget', pages()],
    ],
  })
}

function budgetOf(id: string, title: string) {
  return stat(title, `objective:tuvens_budget:remaining_ratio{objective="${id}"}`, 'percentunit')
}

function objectives() {
  const failures = (window: string) => ({
    lines: [[`objective:tuvens_errors:ratio_rate${window}`, '{{objective}}']] satisfies [string, string][],
  })
  return [
    graph('Failures, last 5 minutes', failures('5m').lines, { unit: 'percentunit' }),
    graph('Failures, last hour', failures('1h').lines, { unit: 'percentunit' }),
    graph('Attempts', [['objective:tuvens_attempts:rate5m', '{{objective}}']], { unit: 'ops' }),
  ]
}

function click() {
  return [
    graph('Sessions', [rateBy('step, outcome', 'tuvens_sessions_total')], { unit: 'ops' }),
    graph('Clicks that landed', [rateBy('outcome', 'tuvens_flow_total')], { unit: 'ops' }),
    graph('Calls between servers', [rateBy('job, target, outcome', 'tuvens_call_duration_seconds_count')], {
      unit: 'ops',
    }),
  ]
}

function publish() {
  return [
    graph('Webhooks', [rateBy('kind, outcome', 'tuvens_webhooks_received_total')], { unit: 'ops' }),
    graph('Age of a webhook when it is handled', quantiles('tuvens_webhook_age_seconds', 'kind'), {
      unit: 's',
    }),
    graph('Messages', [
      ['max by (service, queue, state) (tuvens_outbox_messages)', '{{service}} {{queue}} {{state}}'],
    ]),
    graph('Oldest message', [['max by (queue) (tuvens_outbox_oldest_seconds)', '{{queue}}']], { unit: 's' }),
    graph('Oldest sweep', [['max(tuvens_sweep_age_seconds)', 'oldest account']], { unit: 's' }),
    graph('Ticket system', [
      ['max(tuvens_upstream_breaker_open)', 'calls are stopped'],
      ['max(tuvens_upstream_budget_used_ratio)', 'budget of calls used'],
      ['max by (state) (tuvens_webhook_secret_state{state!="ok"})', 'webhooks {{state}}'],
    ]),
  ]
}

function pages() {
  const vitals = 'sum by (name, le) (rate(tuvens_web_vital_bucket[$__rate_interval]))'
  return [
    graph('From publish to page', quantiles('tuvens_publish_to_page_seconds'), { unit: 's' }),
    graph('From commit to frame', quantiles('tuvens_stream_lag_seconds'), { unit: 's' }),
    graph('Open streams', [['sum by (instance) (tuvens_stream_connections)', '{{instance}}']]),
    graph('Widgets', [rateBy('outcome', 'tuvens_widget_load_seconds_count')], { unit: 'ops' }),
    graph('Time until a widget is loaded', quantiles('tuvens_widget_load_seconds', 'outcome'), { unit: 's' }),
    graph('Web vitals (75th percentile)', [[`histogram_quantile(0.75, ${vitals})`, '{{name}}']]),
  ]
}
