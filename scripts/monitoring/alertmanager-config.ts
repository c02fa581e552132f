import { durationOf } from './timing.ts'

/** Where alerts go. Operators write their own addresses. */
export type Receivers = {
  /** Takes alerts of severity page by webhook and wakes somebody: PagerDuty, Grafana OnCall, Opsgenie or ntfy. */
  pageUrl: string
  /** Takes the watchdog by webhook, and raises an alarm when it stops arriving: a dead man's switch elsewhere. */
  watchdogUrl: string
  mail: { to: string; from: string; smarthost: string; tls: boolean }
  /** Seconds. */
  groupWait: number
  groupInterval: number
  repeatPages: number
  repeatTickets: number
  repeatWatchdog: number
}

export const RECEIVERS: Receivers = {
  pageUrl: 'https://pager.example/v1/prometheus',
  watchdogUrl: 'https://heartbeat.example/tuvens',
  mail: {
    to: 'operators@tuvens.example',
    from: 'alertmanager@tuvens.example',
    smarthost: 'mail.tuvens.example:587',
    tls: true,
  },
  groupWait: 30,
  groupInterval: 300,
  repeatPages: 3_600,
  repeatTickets: 86_400,
  repeatWatchdog: 60,
}

/** alertmanager.yml: routes by severity, one message for the alerts of one name and service. */
export function alertmanagerConfig(given: Receivers) {
  const { groupWait, groupInterval, repeatPages, repeatTickets, repeatWatchdog, mail } = given
  return {
    global: { smtp_smarthost: mail.smarthost, smtp_from: mail.from, smtp_require_tls: mail.tls },
    route: {
      receiver: 'ticket',
      group_by: ['alertname', 'job', 'objective'],
      group_wait: durationOf(groupWait),
      group_interval: durationOf(groupInterval),
      repeat_interval: durationOf(repeatTickets),
      routes: [
        { matchers: ['severity="page"'], receiver: 'page', repeat_interval: durationOf(repeatPages) },
        {
          matchers: ['alertname="Watchdog"'],
          receiver: 'watchdog',
          group_wait: '0s',
          group_interval: durationOf(repeatWatchdog),
          repeat_interval: durationOf(repeatWatchdog),
        },
      ],
    },
    inhibit_rules: INHIBITIONS,
    receivers: [
      {
        name: 'page',
        webhook_configs: [{ url: given.pageUrl, send_resolved: true }],
        email_configs: [{ to: mail.to, send_resolved: true }],
      },
      { name: 'ticket', email_configs: [{ to: mail.to, send_resolved: true }] },
      { name: 'watchdog', webhook_configs: [{ url: given.watchdogUrl, send_resolved: false }] },
    ],
  }
}

/** What follows from another alert is not told beside it. */
const INHIBITIONS = [
  // The same alert at both severities.
  {
    source_matchers: ['severity="page"'],
    target_matchers: ['severity="ticket"'],
    equal: ['alertname', 'job', 'instance', 'objective', 'queue'],
  },
  {
    source_matchers: ['alertname="ServiceDown"'],
    target_matchers: ['alertname=~"TargetDown|RequestsFail|EventLoopLag|PoolExhausted|MetricsIncomplete"'],
    equal: ['job'],
  },
  // Without the ticket system nothing can be compared, and calls are made again and again.
  {
    source_matchers: ['alertname="UpstreamAway"'],
    target_matchers: ['alertname=~"SweepLate|UpstreamBudgetUsed|WebhookSecretLost"'],
  },
]
