import { QueryVariableBuilder, VariableRefresh } from '@grafana/grafana-foundation-sdk/dashboard'
import { dashboard } from './dashboard.ts'
import { API_DATABASE, TICKETS_DATABASE } from './datasources.ts'
import { sqlGraph, sqlStat, table } from './panels.ts'

/** `account` is the id of an account, chosen from all; Grafana writes it as a string of SQL. */
const ACCOUNTS = "select name || ' (' || id || ')' as __text, id::text as __value from accounts order by name"

/**
 * One account. Its values come from the databases: as labels of metrics, accounts would make as many series as there are
 * customers.
 */
export function tenantDashboard() {
  const account = new QueryVariableBuilder('account')
    .label('Account')
    .datasource(API_DATABASE)
    .query(ACCOUNTS)
    .refresh(VariableRefresh.OnDashboardLoad)
    .allowCustomValue(false)
  return dashboard({
    uid: 'tuvens-account',
    title: 'An account',
    variables: [account],
    rows: [
      ['Now', now()],
      ['Messages', messages()],
      ['Links', links()],
    ],
  })
}

function now() {
  const events = 'from events where account_id = ${account:sqlstring}'
  const queue =
    'from outbox o join links l using (tuvens_event_id) where l.tuvens_account_id = ${account:sqlstring}'
  return [
    sqlStat(
      'Members',
      API_DATABASE,
      'select count(*) from memberships where account_id = ${account:sqlstring}',
    ),
    sqlStat('Events', API_DATABASE, `select count(*) ${events}`),
    sqlStat(
      'Events with tickets on sale',
      API_DATABASE,
      `select count(*) ${events} and ticketing_status = 'active'`,
    ),
    sqlStat(
      'Links',
      TICKETS_DATABASE,
      'select count(*) from links where tuvens_account_id = ${account:sqlstring}',
    ),
    sqlStat(
      'Reports that wait',
      TICKETS_DATABASE,
      `select count(*) ${queue} and delivered_at is null and dead_at is null`,
    ),
    sqlStat('Dead letters', TICKETS_DATABASE, `select count(*) ${queue} and dead_at is not null`),
  ]
}

function messages() {
  return [
    sqlGraph(
      'Native webhooks',
      TICKETS_DATABASE,
      `select date_trunc('minute', received_at) as time, event_type as metric, count(*) as value
from deliveries
where tuvens_account_id = \${account:sqlstring} and $__timeFilter(received_at)
group by 1, 2 order by 1`,
    ),
    sqlGraph(
      'Status reports',
      API_DATABASE,
      `select date_trunc('minute', d.received_at) as time, d.outcome as metric, count(*) as value
from status_deliveries d join events e on e.id = d.event_id
where e.account_id = \${account:sqlstring} and $__timeFilter(d.received_at)
group by 1, 2 order by 1`,
    ),
  ]
}

function links() {
  return [
    table(
      'Links',
      TICKETS_DATABASE,
      `select l.tuvens_event_id as event, l.hi_event_id as "Hi.Events event", s.title, s.source_status as source,
  s.sales_status as sales, s.read_at as "last read", s.missing_at as "missing since", s.stopped_reason as stopped
from links l left join link_statuses s using (tuvens_event_id)
where l.tuvens_account_id = \${account:sqlstring}
order by s.read_at desc nulls last limit 200`,
    ),
    table(
      'Set-up in the ticket system',
      TICKETS_DATABASE,
      `select a.name, a.webhook_id is not null and a.webhook_error is null as "webhook is good", a.webhook_error,
  a.webhook_checked_at, w.swept_at as "last sweep", w.listed_at as "last whole sweep", w.error as "sweep failed with"
from accounts a left join sweeps w using (tuvens_account_id)
where a.tuvens_account_id = \${account:sqlstring}`,
    ),
    table(
      'Newest changes of its pages',
      API_DATABASE,
      `select c.changed_at, e.title, c.status, c.phase, c.version
from ticketing_changes c join events e on e.id = c.event_id
where e.account_id = \${account:sqlstring}
order by c.changed_at desc limit 50`,
    ),
  ]
}
