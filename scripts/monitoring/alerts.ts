import { MESSAGE_ALERTS } from './message-alerts.ts'
import { type Alert, type AlertingRule, type RuleGroup, runbookOf } from './rule.ts'
import type { Timing } from './timing.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** The services, by the names of their scrape jobs. */
const SERVICES = 'job=~"api|tickets|site|box-office"'

const NODES: Alert[] = [
  {
    alert: 'ServiceDown',
    severity: 'page',
    expr: () => `sum by (job) (up{${SERVICES}}) == 0`,
    forSeconds: MINUTE,
    summary: 'No node of {{ $labels.job }} answers',
    description: 'Prometheus reaches none of its nodes.',
  },
  {
    alert: 'TargetDown',
    severity: 'ticket',
    expr: () => 'up == 0',
    forSeconds: 3 * MINUTE,
    summary: '{{ $labels.instance }} of {{ $labels.job }} does not answer',
    description: 'Its metrics cannot be read. What it does is not measured, or it does nothing.',
  },
  {
    alert: 'RequestsFail',
    severity: 'page',
    expr: (d) => `
(
  sum by (job) (rate(tuvens_http_request_duration_seconds_count{status="5xx"}[${d(5 * MINUTE)}]))
  / sum by (job) (rate(tuvens_http_request_duration_seconds_count[${d(5 * MINUTE)}]))
) > 0.05
and sum by (job) (increase(tuvens_http_request_duration_seconds_count{status="5xx"}[${d(5 * MINUTE)}])) > 5`,
    forSeconds: 2 * MINUTE,
    summary: 'Requests of {{ $labels.job }} fail',
    description: '{{ $value | humanizePercentage }} of its requests are answered with a 5xx.',
  },
  {
    alert: 'EventLoopLag',
    severity: 'ticket',
    expr: () => `max by (job, instance) (nodejs_eventloop_lag_p99_seconds{${SERVICES}}) > 0.25`,
    forSeconds: 5 * MINUTE,
    summary: '{{ $labels.instance }} of {{ $labels.job }} is overloaded',
    description:
      'One of a hundred turns of its event loop takes {{ $value | humanizeDuration }}: every request waits for it.',
  },
  {
    alert: 'PoolExhausted',
    severity: 'page',
    expr: (d) => `min_over_time(tuvens_db_pool_connections{state="waiting"}[${d(MINUTE)}]) > 0`,
    forSeconds: 2 * MINUTE,
    summary: '{{ $labels.instance }} of {{ $labels.job }} waits for database connections',
    description: 'All connections of its pool are in use, and {{ $value }} queries wait for one.',
  },
  {
    alert: 'MetricsIncomplete',
    severity: 'ticket',
    expr: () => 'tuvens_collect_failures > 0',
    forSeconds: 10 * MINUTE,
    summary: '{{ $labels.instance }} of {{ $labels.job }} cannot measure everything',
    description: '{{ $value }} readings failed at the last scrape. Alerts on those values do not fire.',
  },
]

const MESSAGES: Alert[] = [
  {
    alert: 'WorkFails',
    severity: 'ticket',
    expr: (d) => `
sum by (job, work) (increase(tuvens_work_rounds_total{outcome="failed"}[${d(15 * MINUTE)}])) > 3
unless sum by (job, work) (increase(tuvens_work_rounds_total{outcome="ok"}[${d(15 * MINUTE)}])) > 0`,
    forSeconds: 0,
    summary: 'Background work of {{ $labels.job }} fails: {{ $labels.work }}',
    description: 'Each of its last {{ $value | humanize }} rounds failed.',
  },
  {
    alert: 'DeadLetters',
    severity: 'ticket',
    expr: () => 'max by (service, queue) (tuvens_outbox_messages{state="dead_letter"}) > 0',
    forSeconds: MINUTE,
    summary: 'Dead letters in {{ $labels.queue }} of {{ $labels.service }}: {{ $value }}',
    description: 'These messages were refused or failed too often, and are not sent again by themselves.',
  },
  {
    alert: 'OutboxLate',
    severity: 'page',
    // A mail may wait for a day because of its recipient: see MailsWait.
    expr: (_d, s) => `max by (queue) (tuvens_outbox_oldest_seconds{queue!="mails"}) > ${s(5 * MINUTE)}`,
    forSeconds: 2 * MINUTE,
    summary: 'Messages in {{ $labels.queue }} are not sent',
    description: 'The oldest waits for {{ $value | humanizeDuration }}: pages show an old status.',
  },
  ...sweepAlerts(),
  {
    alert: 'UpstreamAway',
    severity: 'page',
    expr: (d) => `max(max_over_time(tuvens_upstream_breaker_open[${d(MINUTE)}])) > 0`,
    forSeconds: 2 * MINUTE,
    summary: 'The ticket system does not answer',
    description:
      'Calls to it are stopped and tried again every few seconds. Nobody can enable ticketing or buy.',
  },
  {
    alert: 'UpstreamBudgetUsed',
    severity: 'ticket',
    expr: () => 'max(tuvens_upstream_budget_used_ratio) > 0.9',
    forSeconds: 15 * MINUTE,
    summary: 'The calls to the ticket system reach their limit',
    description:
      'One login has used {{ $value | humanizePercentage }} of its calls a minute: changes arrive late.',
  },
  {
    alert: 'WebhookSecretLost',
    severity: 'ticket',
    expr: () => 'max by (state) (tuvens_webhook_secret_state{state=~"refused|missing"}) > 0',
    forSeconds: 10 * MINUTE,
    summary: '{{ $value }} accounts have a webhook that is {{ $labels.state }}',
    description:
      'The ticket system announces their changes to nobody. Only sweeps find them, up to minutes later.',
  },
  {
    alert: 'SessionsRefused',
    severity: 'ticket',
    expr: (d) => `
(
  sum by (step) (rate(tuvens_sessions_total{step=~"issue|validate",outcome="refused"}[${d(15 * MINUTE)}]))
  / sum by (step) (rate(tuvens_sessions_total{step=~"issue|validate"}[${d(15 * MINUTE)}]))
) > 0.5
and sum by (step) (increase(tuvens_sessions_total{step=~"issue|validate",outcome="refused"}[${d(15 * MINUTE)}])) > 20`,
    forSeconds: 5 * MINUTE,
    summary: 'Most sessions are refused at {{ $labels.step }}',
    description:
      '{{ $value | humanizePercentage }} are refused: secrets or clocks differ between nodes, or somebody guesses.',
  },
  {
    alert: 'FlagRolledBack',
    severity: 'ticket',
    expr: () => 'max by (flag) (tuvens_flag_rolled_back) > 0',
    forSeconds: 0,
    summary: 'The flag {{ $labels.flag }} was turned off by its guard',
    description: 'The path behind it failed more often, or was slower, than the one without it.',
  },
  ...MESSAGE_ALERTS,
]

/** One account whose login was changed is never swept: that is no reason to wake anybody. */
function sweepAlerts(): Alert[] {
  const shared = {
    alert: 'SweepLate',
    forSeconds: 5 * MINUTE,
    summary: 'Accounts are not compared with the ticket system',
    description:
      'The last good sweep of one is {{ $value | humanizeDuration }} old. A lost webhook is not noticed.',
  }
  const isOlder = (seconds: number) => `max(tuvens_sweep_age_seconds) > ${seconds}`
  return [
    {
      ...shared,
      severity: 'page',
      expr: (d, s) =>
        `${isOlder(s(20 * MINUTE))} and sum(increase(tuvens_sweeps_total{outcome="ok"}[${d(15 * MINUTE)}])) == 0`,
    },
    { ...shared, severity: 'ticket', expr: (_d, s) => isOlder(s(HOUR)) },
  ]
}

const SURROUNDINGS: Alert[] = [
  ...certificateAlerts(),
  // An expired certificate, or one of an unknown authority, ends the probe: CertificateExpires has no value then.
  {
    alert: 'CertificateFails',
    severity: 'page',
    expr: () => 'probe_success{job="certificates"} == 0',
    forSeconds: 5 * MINUTE,
    summary: 'The certificate of {{ $labels.instance }} cannot be checked',
    description: 'It has expired, is not valid for this name or authority, or nothing answers there.',
  },
  {
    alert: 'DiskFills',
    severity: 'page',
    expr: (d) => {
      const disk = 'fstype!~"tmpfs|ramfs|overlay|squashfs"'
      const free = `node_filesystem_avail_bytes{${disk}}`
      return `
${free} / node_filesystem_size_bytes{${disk}} < 0.05
or (
  ${free} / node_filesystem_size_bytes{${disk}} < 0.2
  and predict_linear(${free}[${d(6 * HOUR)}], 24 * 3600) < 0
)`
    },
    forSeconds: 10 * MINUTE,
    summary: '{{ $labels.mountpoint }} of {{ $labels.instance }} is almost full',
    description: '{{ $value | humanizePercentage }} are free. PostgreSQL stops when its disk is full.',
  },
  {
    alert: 'ReplicationLate',
    severity: 'ticket',
    expr: (_d, s) => `max by (job) (tuvens_replication_lag_seconds) > ${s(MINUTE)}`,
    forSeconds: 5 * MINUTE,
    summary: 'A standby of the database of {{ $labels.job }} is behind',
    description: 'It is {{ $value | humanizeDuration }} behind: that much is lost when it takes over now.',
  },
  ...backupAlerts(),
]

function certificateAlerts(): Alert[] {
  const shared = {
    alert: 'CertificateExpires',
    forSeconds: 10 * MINUTE,
    summary: 'The certificate of {{ $labels.instance }} is not renewed',
    description: 'It expires in {{ $value | humanizeDuration }}. Then no browser opens the site.',
  }
  const within = (days: number) => () => `probe_ssl_earliest_cert_expiry - time() < ${days} * 86400`
  return [
    { ...shared, severity: 'page', expr: within(3) },
    { ...shared, severity: 'ticket', expr: within(14) },
  ]
}

function backupAlerts(): Alert[] {
  const shared = {
    alert: 'BackupTooOld',
    forSeconds: 10 * MINUTE,
    summary: 'There is no new backup of the database of {{ $labels.job }}',
    description: 'The last good one is {{ $value | humanizeDuration }} old.',
  }
  const over = (hours: number): Alert['expr'] => {
    return (_d, s) => `max by (job) (tuvens_backup_age_seconds) > ${s(hours * HOUR)}`
  }
  return [
    { ...shared, severity: 'page', expr: over(50) },
    { ...shared, severity: 'ticket', expr: over(26) },
  ]
}

/** Fires always: when it stops arriving, alerts are no longer delivered. */
const WATCHDOG: Alert = {
  alert: 'Watchdog',
  severity: 'none',
  expr: () => 'vector(1)',
  forSeconds: 0,
  summary: 'Alerts are delivered',
  description:
    'This alert always fires. The receiver of severity none must raise an alarm when it stops arriving.',
}

export function alertGroups(timing: Timing): RuleGroup[] {
  const group = (name: string, alerts: Alert[]) => ({
    name,
    rules: alerts.map((alert) => ruleOf(alert, timing)),
  })
  return [
    group('nodes', NODES),
    group('messages', MESSAGES),
    group('surroundings', SURROUNDINGS),
    group('delivery', [WATCHDOG]),
  ]
}

function ruleOf({ alert, severity, expr, forSeconds, ...texts }: Alert, timing: Timing): AlertingRule {
  return {
    alert,
    expr: expr(timing.duration, timing.seconds).trim(),
    ...(forSeconds > 0 && { for: timing.duration(forSeconds) }),
    labels: { severity },
    annotations: { ...texts, runbook: runbookOf(alert) },
  }
}
