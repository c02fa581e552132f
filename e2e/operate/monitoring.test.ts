import { createDb } from '@tuvens/platform/db/db'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dashboards } from '../../scripts/monitoring/dashboards/dashboards.ts'
import { type PanelQuery, queriesOf } from '../../scripts/monitoring/dashboards/queries.ts'
import { readerSql } from '../../scripts/monitoring/dashboards/reader-role.ts'
import { IS_FULL } from './harness/form.ts'
import { type Stack, startStack } from './harness/stack.ts'
import { doEverything } from './monitoring/everything.ts'
import { FAULTS, type PlantedFault, UPSTREAM_AWAY } from './monitoring/faults.ts'
import { type Monitoring, startMonitoring } from './monitoring/monitoring.ts'

/** Sweeps that are as much faster as the rules, so that they are never late by themselves. */
const SWEEPS = { SWEEP_FAST_MS: '1000', SWEEP_STEADY_MS: '2000', SWEEP_SLOW_MS: '4000' }
/** A limit that the traffic passes. */
const ENV = { ...SWEEPS, LIMIT_PASSWORD_RESET: '5' }
const LIMIT_MS = 240_000

/** `npm test` checks rules and files (scripts/monitoring); here they run against the product. */
describe.runIf(IS_FULL)('Prometheus and Alertmanager', () => {
  let stack: Stack
  let monitoring: Monitoring
  let everything: { stop: () => Promise<void> }
  beforeAll(async () => {
    stack = await startStack({ env: ENV })
    monitoring = await startMonitoring(stack)
    everything = await doEverything(stack)
  })
  afterAll(async () => {
    await everything?.stop().catch(() => {})
    await monitoring?.stop()
    await stack?.stop()
  })

  const wasTold = ({ alert, by }: PlantedFault, isResolved: boolean) =>
    monitoring.received.some(
      (each) => each.name === alert && each.by === by && each.isResolved === isResolved,
    )

  it('read all nodes, and prove that alerts are delivered', async () => {
    await until('all targets', async () => (await monitoring.query('up == 0')).length === 0)
    await until('the watchdog', async () => monitoring.received.some(({ by }) => by === 'heartbeat'))
  })

  it('show something in each panel of the dashboards', async () => {
    const exprs = allQueries().flatMap((query) => ('expr' in query ? [query.expr] : []))
    let empty: string[] = exprs
    const isShown = async () => {
      empty = await emptyOf(monitoring, empty)
      return empty.length === 0
    }
    await until(() => `series of ${empty.join('\n')}`, isShown)
  })

  it('tell of a certificate that ends in two days', async () => {
    const told = () =>
      monitoring.received.some(({ name, by }) => name === 'CertificateExpires' && by === 'page')
    await until('the alert', async () => told())
  })

  it('tell of each fault, and that it is over', async () => {
    for (const { plant } of FAULTS) await plant(stack)
    for (const fault of FAULTS)
      await until(`${fault.alert}: ${fault.fault}`, async () => wasTold(fault, false))
    for (const { remove } of FAULTS) await remove(stack)
    for (const fault of FAULTS) await until(`the end of ${fault.alert}`, async () => wasTold(fault, true))
  })

  it('tell that the ticket system is away, and that it is back', async () => {
    await UPSTREAM_AWAY.plant(stack)
    await until('the alert', async () => wasTold(UPSTREAM_AWAY, false))
    await UPSTREAM_AWAY.remove(stack)
    await until('its end', async () => wasTold(UPSTREAM_AWAY, true))
  })

  it('show an account by a role that reads nothing else', async () => {
    const queries = allQueries().flatMap((query) => ('rawSql' in query ? [query] : []))
    expect(queries.length).toBeGreaterThan(5)
    const password = 'reader-of-the-drill'
    const [account] = await stack.db('api')<{ id: string }[]>`
      select e.account_id::text as id from ticketing_changes c join events e on e.id = c.event_id
      group by 1 order by count(*) desc limit 1`
    for (const [name, folder] of [
      ['api', 'api'],
      ['tickets', 'hi-events'],
    ] as const) {
      const admin = stack.db(folder)
      await admin.unsafe(readerSql(name))
      await admin.unsafe(`alter role tuvens_reader password '${password}'`)
      const url = new URL(stack.directUrl(folder))
      Object.assign(url, { username: 'tuvens_reader', password })
      const reader = createDb(url.href, { max: 1 })
      for (const { rawSql, datasource } of queries)
        if (datasource.uid === `tuvens-${name}-database`)
          expect((await reader.unsafe(filled(rawSql, account?.id ?? ''))).length, rawSql).toBeGreaterThan(0)
      await expect(reader.unsafe('select * from accounts')).rejects.toThrow(/permission denied/)
      await reader.end()
    }
  })
})

function allQueries(): PanelQuery[] {
  return Object.values(dashboards()).flatMap(({ panels = [] }) => queriesOf(panels))
}

async function emptyOf({ query }: Monitoring, exprs: readonly string[]): Promise<string[]> {
  const empty: string[] = []
  for (const expr of exprs)
    if ((await query(expr.replaceAll('$__rate_interval', '30s'))).length === 0) empty.push(expr)
  return empty
}

/** What Grafana writes for its variables. */
function filled(sql: string, account: string): string {
  return sql
    .replaceAll('${account:sqlstring}', `'${account}'`)
    .replace(/\$__timeFilter\((.*?)\)/g, "$1 > now() - interval '6 hours'")
}

async function until(what: string | (() => string), isReached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS
  while (!(await isReached())) {
    if (Date.now() > deadline)
      throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`)
    await delay(500)
  }
}
