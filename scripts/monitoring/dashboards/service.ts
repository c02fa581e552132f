import { dashboard } from './dashboard.ts'
import { graph, quantiles, rateBy, stat } from './panels.ts'

type Panels = ReturnType<typeof graph>[]

/** One service: rate, errors and duration, what its process uses, and what only this service does. */
function serviceDashboard(job: string, title: string, own: [string, Panels][]) {
  const only = `job="${job}"`
  return dashboard({
    uid: `tuvens-${job}`,
    title,
    rows: [['Now', now(only)], ['Requests', requests(only)], ...own, ['Processes', processes(only)]],
  })
}

function now(only: string) {
  const total = `sum(rate(tuvens_http_request_duration_seconds_count{${only}}[5m]))`
  const failed = `sum(rate(tuvens_http_request_duration_seconds_count{${only},status="5xx"}[5m]))`
  return [
    stat('Nodes', `sum(up{${only}})`),
    stat('Releases', `count(count by (version) (tuvens_build_info{${only}}))`),
    stat('Requests per second', total, 'reqps'),
    stat('Failed requests', `(${failed} or vector(0)) / ${total}`, 'percentunit'),
    stat('Requests in progress', `sum(tuvens_http_requests_in_progress{${only}})`),
    stat('Incomplete measures', `sum(tuvens_collect_failures{${only}})`),
  ]
}

function requests(only: string): Panels {
  const metric = 'tuvens_http_request_duration_seconds'
  const byRoute = `sum by (route, le) (rate(${metric}_bucket{${only}}[$__rate_interval]))`
  return [
    graph('By status', [rateBy('status', `${metric}_count`, only)], { unit: 'reqps' }),
    graph('Duration', quantiles(metric, undefined, only), { unit: 's' }),
    graph('Slowest routes (p99)', [[`topk(8, histogram_quantile(0.99, ${byRoute}))`, '{{route}}']], {
      unit: 's',
    }),
    graph(
      'Busiest routes',
      [[`topk(8, sum by (route) (rate(${metric}_count{${only}}[$__rate_interval])))`, '{{route}}']],
      { unit: 'reqps' },
    ),
  ]
}

function processes(only: string): Panels {
  return [
    graph('Processor', [[`rate(process_cpu_seconds_total{${only}}[$__rate_interval])`, '{{instance}}']], {
      unit: 'percentunit',
    }),
    graph('Memory', [[`process_resident_memory_bytes{${only}}`, '{{instance}}']], { unit: 'bytes' }),
    graph('Event loop lag (p99)', [[`nodejs_eventloop_lag_p99_seconds{${only}}`, '{{instance}}']], {
      unit: 's',
    }),
  ]
}

function database(only: string): [string, Panels] {
  return [
    'Database',
    [
      graph('Connections', [
        [`sum by (instance, state) (tuvens_db_pool_connections{${only}})`, '{{instance}} {{state}}'],
      ]),
      graph('Wait for a connection', quantiles('tuvens_db_wait_seconds', undefined, only), { unit: 's' }),
    ],
  ]
}

function background(only: string): [string, Panels] {
  return [
    'Background work',
    [
      graph('Rounds', [rateBy('work, outcome', 'tuvens_work_rounds_total', only)], { unit: 'ops' }),
      graph('Jobs', [rateBy('queue, outcome', 'tuvens_job_duration_seconds_count', only)], { unit: 'ops' }),
      graph('Duration of jobs', quantiles('tuvens_job_duration_seconds', 'queue', only), { unit: 's' }),
    ],
  ]
}

function calls(only: string): [string, Panels] {
  return [
    'Calls of other servers',
    [
      graph('Calls', [rateBy('target, outcome', 'tuvens_call_duration_seconds_count', only)], {
        unit: 'ops',
      }),
      graph('Duration of calls', quantiles('tuvens_call_duration_seconds', 'target', only), { unit: 's' }),
    ],
  ]
}

export function apiDashboard() {
  const only = 'job="api"'
  return serviceDashboard('api', 'API', [
    database(only),
    background(only),
    calls(only),
    [
      'Streams, mails and limits',
      [
        graph('Open streams', [[`tuvens_stream_connections{${only}}`, '{{instance}}']]),
        graph('Frames', [rateBy('instance', 'tuvens_stream_deliveries_total', only)], { unit: 'ops' }),
        graph('Streams that were reset', [rateBy('instance', 'tuvens_stream_resets_total', only)], {
          unit: 'ops',
        }),
        graph('Mails', [rateBy('outcome', 'tuvens_mails_total', only)], { unit: 'ops' }),
        graph('Mails that wait', [[`max(tuvens_mails_waiting{${only}})`, 'mails']]),
        graph('Refused by limits', [rateBy('limit', 'tuvens_limit_refusals_total', only)], { unit: 'ops' }),
      ],
    ],
  ])
}

export function ticketsDashboard() {
  const only = 'job="tickets"'
  return serviceDashboard('tickets', 'Ticket origin', [
    database(only),
    background(only),
    calls(only),
    [
      'Ticket system',
      [
        graph('Renders of the picker', [rateBy('outcome, cache', 'tuvens_picker_renders_total', only)], {
          unit: 'ops',
        }),
        graph('Sweeps', [rateBy('outcome', 'tuvens_sweeps_total', only)], { unit: 'ops' }),
        graph('Budget of calls used', [[`tuvens_upstream_budget_used_ratio{${only}}`, '{{instance}}']], {
          unit: 'percentunit',
        }),
        graph('Calls are stopped', [[`tuvens_upstream_breaker_open{${only}}`, '{{instance}}']]),
        graph('Webhooks of accounts', [
          [`max by (state) (tuvens_webhook_secret_state{${only}})`, '{{state}}'],
        ]),
      ],
    ],
  ])
}

export function siteDashboard() {
  return serviceDashboard('site', 'Event site', [calls('job="site"')])
}
