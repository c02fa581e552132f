import { burnExamples } from './burn-examples.ts'
import { API, type Example } from './example.ts'

/** At least one for each alert and severity, except the watchdog. */
export const EXAMPLES: readonly Example[] = [
  ...burnExamples(),
  ...surroundingExamples(),
  {
    alert: 'ServiceDown',
    severity: 'page',
    samples: [
      { series: `up{${API}}`, healthy: 1, faulty: 0 },
      { series: 'up{job="api",instance="two"}', healthy: 1, faulty: 0 },
    ],
    faultyMinutes: 2,
    recoveredMinutes: 1,
    labels: { job: 'api' },
  },
  {
    alert: 'TargetDown',
    severity: 'ticket',
    samples: [
      { series: `up{${API}}`, healthy: 1, faulty: 0 },
      { series: 'up{job="api",instance="two"}', healthy: 1, faulty: 1 },
    ],
    faultyMinutes: 4,
    recoveredMinutes: 1,
    labels: { job: 'api', instance: 'one' },
  },
  {
    alert: 'RequestsFail',
    severity: 'page',
    samples: [
      { ...requests('2xx'), healthy: 100, faulty: 90 },
      { ...requests('5xx'), healthy: 1, faulty: 10 },
    ],
    faultyMinutes: 10,
    recoveredMinutes: 6,
    labels: { job: 'api' },
  },
  {
    alert: 'EventLoopLag',
    severity: 'ticket',
    samples: [{ series: `nodejs_eventloop_lag_p99_seconds{${API}}`, healthy: 0.02, faulty: 0.6 }],
    faultyMinutes: 6,
    recoveredMinutes: 1,
    labels: { job: 'api', instance: 'one' },
  },
  {
    alert: 'PoolExhausted',
    severity: 'page',
    samples: [{ series: `tuvens_db_pool_connections{${API},state="waiting"}`, healthy: 0, faulty: 7 }],
    faultyMinutes: 5,
    recoveredMinutes: 1,
    labels: { job: 'api', instance: 'one', state: 'waiting' },
  },
  {
    alert: 'MetricsIncomplete',
    severity: 'ticket',
    samples: [{ series: `tuvens_collect_failures{${API}}`, healthy: 0, faulty: 1 }],
    faultyMinutes: 11,
    recoveredMinutes: 1,
    labels: { job: 'api', instance: 'one' },
  },
  {
    alert: 'WorkFails',
    severity: 'ticket',
    samples: [
      { ...rounds('ok'), healthy: 2, faulty: 0 },
      { ...rounds('failed'), healthy: 0, faulty: 1 },
    ],
    faultyMinutes: 20,
    recoveredMinutes: 20,
    labels: { job: 'tickets', work: 'sweep' },
  },
  {
    alert: 'DeadLetters',
    severity: 'ticket',
    samples: ['one', 'two'].map((instance) => ({
      series: `tuvens_outbox_messages{job="tickets",instance="${instance}",service="tickets",queue="outbox",state="dead_letter"}`,
      healthy: 0,
      faulty: 3,
    })),
    faultyMinutes: 2,
    recoveredMinutes: 1,
    labels: { service: 'tickets', queue: 'outbox' },
  },
  {
    alert: 'DeadLetters',
    severity: 'ticket',
    samples: [
      {
        series: 'tuvens_outbox_messages{job="api",service="api",queue="mails",state="dead_letter"}',
        healthy: 0,
        faulty: 1,
      },
    ],
    faultyMinutes: 2,
    recoveredMinutes: 1,
    labels: { service: 'api', queue: 'mails' },
  },
  {
    alert: 'OutboxLate',
    severity: 'page',
    samples: [
      { series: 'tuvens_outbox_oldest_seconds{job="tickets",queue="outbox"}', healthy: 2, faulty: 600 },
      { series: 'tuvens_outbox_oldest_seconds{job="api",queue="mails"}', healthy: 80_000, faulty: 80_000 },
    ],
    faultyMinutes: 3,
    recoveredMinutes: 1,
    labels: { queue: 'outbox' },
  },
  {
    alert: 'SweepLate',
    severity: 'page',
    samples: [
      { series: 'tuvens_sweep_age_seconds{job="tickets"}', healthy: 290, faulty: 2_000 },
      { series: 'tuvens_sweeps_total{job="tickets",outcome="ok"}', isCounter: true, healthy: 4, faulty: 0 },
    ],
    faultyMinutes: 25,
    recoveredMinutes: 2,
    labels: {},
  },
  {
    alert: 'SweepLate',
    severity: 'ticket',
    samples: [
      { series: 'tuvens_sweep_age_seconds{job="tickets"}', healthy: 290, faulty: 4_000 },
      { series: 'tuvens_sweeps_total{job="tickets",outcome="ok"}', isCounter: true, healthy: 4, faulty: 4 },
    ],
    faultyMinutes: 6,
    recoveredMinutes: 1,
    labels: {},
  },
  {
    alert: 'UpstreamAway',
    severity: 'page',
    samples: [{ series: 'tuvens_upstream_breaker_open{job="tickets"}', healthy: 0, faulty: 1 }],
    faultyMinutes: 3,
    recoveredMinutes: 2,
    labels: {},
  },
  {
    alert: 'UpstreamBudgetUsed',
    severity: 'ticket',
    samples: [{ series: 'tuvens_upstream_budget_used_ratio{job="tickets"}', healthy: 0.4, faulty: 0.99 }],
    faultyMinutes: 16,
    recoveredMinutes: 1,
    labels: {},
  },
  {
    alert: 'WebhookSecretLost',
    severity: 'ticket',
    samples: [
      { series: 'tuvens_webhook_secret_state{job="tickets",state="ok"}', healthy: 9, faulty: 8 },
      { series: 'tuvens_webhook_secret_state{job="tickets",state="refused"}', healthy: 0, faulty: 1 },
    ],
    faultyMinutes: 11,
    recoveredMinutes: 1,
    labels: { state: 'refused' },
  },
  {
    alert: 'SessionsRefused',
    severity: 'ticket',
    samples: [
      { ...sessions('ok'), healthy: 10, faulty: 0 },
      { ...sessions('refused'), healthy: 1, faulty: 10 },
    ],
    faultyMinutes: 25,
    recoveredMinutes: 20,
    labels: { step: 'validate' },
  },
  {
    alert: 'FlagRolledBack',
    severity: 'ticket',
    samples: [
      {
        series: 'tuvens_flag_rolled_back{job="api",instance="one",flag="ticket-picker"}',
        healthy: 0,
        faulty: 1,
      },
      {
        series: 'tuvens_flag_rolled_back{job="api",instance="one",flag="carried-edits"}',
        healthy: 0,
        faulty: 0,
      },
    ],
    faultyMinutes: 2,
    recoveredMinutes: 1,
    labels: { flag: 'ticket-picker' },
  },
  {
    alert: 'WebhooksWait',
    severity: 'ticket',
    samples: [{ series: 'tuvens_webhook_messages_oldest_seconds{job="api"}', healthy: 30, faulty: 900 }],
    faultyMinutes: 6,
    recoveredMinutes: 1,
    labels: {},
  },
  {
    alert: 'MailsWait',
    severity: 'ticket',
    samples: [{ series: 'tuvens_mails_waiting{job="api"}', healthy: 3, faulty: 200 }],
    faultyMinutes: 16,
    recoveredMinutes: 1,
    labels: {},
  },
  {
    alert: 'MailsWait',
    severity: 'ticket',
    samples: [
      { series: 'tuvens_mails_waiting{job="api"}', healthy: 3, faulty: 5 },
      { series: 'tuvens_outbox_oldest_seconds{job="api",queue="mails"}', healthy: 80_000, faulty: 4_000 },
    ],
    faultyMinutes: 16,
    recoveredMinutes: 1,
    labels: {},
  },
]

function requests(status: string) {
  return {
    series: `tuvens_http_request_duration_seconds_count{${API},method="GET",route="/events",status="${status}"}`,
    isCounter: true,
  }
}

function rounds(outcome: string) {
  return {
    series: `tuvens_work_rounds_total{job="tickets",work="sweep",outcome="${outcome}"}`,
    isCounter: true,
  }
}

function sessions(outcome: string) {
  return { series: `tuvens_sessions_total{${API},step="validate",outcome="${outcome}"}`, isCounter: true }
}

function surroundingExamples(): Example[] {
  const day = 86_400
  const certificate = (days: number) => [
    {
      series: 'probe_ssl_earliest_cert_expiry{instance="https://site"}',
      healthy: 90 * day,
      faulty: days * day,
    },
  ]
  const backup = (hours: number) => [
    { series: 'tuvens_backup_age_seconds{job="api"}', healthy: 7_200, faulty: hours * 3_600 },
  ]
  const slow = { faultyMinutes: 15, recoveredMinutes: 1 }
  const site = { labels: { instance: 'https://site' }, ...slow }
  const database = { labels: { job: 'api' }, ...slow }
  const disk = 'instance="one",mountpoint="/",fstype="ext4"'
  return [
    { alert: 'CertificateExpires', severity: 'page', samples: certificate(2), ...site },
    { alert: 'CertificateExpires', severity: 'ticket', samples: certificate(10), ...site },
    {
      alert: 'CertificateFails',
      severity: 'page',
      samples: [
        { series: 'probe_success{job="certificates",instance="https://site"}', healthy: 1, faulty: 0 },
      ],
      ...slow,
      labels: { job: 'certificates', instance: 'https://site' },
    },
    { alert: 'BackupTooOld', severity: 'page', samples: backup(60), ...database },
    { alert: 'BackupTooOld', severity: 'ticket', samples: backup(30), ...database },
    {
      alert: 'ReplicationLate',
      severity: 'ticket',
      samples: [{ series: 'tuvens_replication_lag_seconds{job="api"}', healthy: 0.1, faulty: 240 }],
      ...database,
    },
    {
      alert: 'DiskFills',
      severity: 'page',
      samples: [
        { series: `node_filesystem_avail_bytes{${disk}}`, healthy: 50e9, faulty: 3e9 },
        { series: `node_filesystem_size_bytes{${disk}}`, healthy: 100e9, faulty: 100e9 },
      ],
      ...slow,
      labels: { instance: 'one', mountpoint: '/', fstype: 'ext4' },
    },
  ]
}
