import { freePort } from '@tuvens/platform/free-port'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { RECEIVERS } from '../../../scripts/monitoring/alertmanager-config.ts'
import { monitoringFiles } from '../../../scripts/monitoring/files.ts'
import { PLACES } from '../../../scripts/monitoring/prometheus-config.ts'
import { timingOf } from '../../../scripts/monitoring/timing.ts'
import { ensureDebianPackages } from '../../../scripts/system/debian.ts'
import { HOSTS } from '../harness/places.ts'
import { startProgram } from '../harness/program.ts'
import type { Stack } from '../harness/stack.ts'
import { type AlertReceivers, startReceivers } from './receivers.ts'

export type Monitoring = Pick<AlertReceivers, 'received'> & {
  /** The series of an instant query. */
  query: (expr: string) => Promise<unknown[]>
  stop: () => Promise<void>
}

const PACKAGES = ['', '-alertmanager', '-node-exporter', '-blackbox-exporter'].map(
  (end) => `prometheus${end}`,
)
/** An hour of the rules lasts ninety seconds, and five minutes last seven and a half. */
export const TIMING = timingOf({ divisor: 40, evaluationSeconds: 1 })
const SCRAPE_SECONDS = 1

/** Starts Prometheus, Alertmanager and the exporters with the files that operators get, but for addresses and times. */
export async function startMonitoring(stack: Stack): Promise<Monitoring> {
  await ensureDebianPackages(PACKAGES, { logs: stack.logs, purpose: 'The drills need' })
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-monitoring-'))
  const receivers = await startReceivers()
  const ports = {
    prometheus: await freePort(),
    alertmanager: await freePort(),
    machine: await freePort(),
    blackbox: await freePort(),
  }
  writeFiles(stack, folder, { ports, receivers })
  const programs = await startPrograms(folder, stack.logs, ports)
  return {
    received: receivers.received,
    query: (expr) => query(ports.prometheus, expr),
    stop: async () => {
      await Promise.all(programs.map((each) => each.stop()))
      await receivers.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Ports = Record<'prometheus' | 'alertmanager' | 'machine' | 'blackbox', number>

function writeFiles(
  { entrance, nodes, urls }: Stack,
  folder: string,
  { ports, receivers }: { ports: Ports; receivers: AlertReceivers },
): void {
  const { pageUrl, watchdogUrl, smarthost } = receivers
  const authority = join(folder, 'authority.crt')
  writeFileSync(authority, entrance.authority)
  const targetsOf = (service: string) =>
    nodes.filter((each) => each.service === service).map(({ metrics }) => new URL(metrics).host)
  const files = monitoringFiles({
    timing: TIMING,
    places: {
      ...PLACES,
      targets: {
        api: targetsOf('api'),
        tickets: targetsOf('tickets'),
        site: targetsOf('site'),
        machines: [`127.0.0.1:${ports.machine}`],
      },
      certificates: [`${entrance.address}:${new URL(urls.site).port}`],
      blackbox: `127.0.0.1:${ports.blackbox}`,
      alertmanagers: [`127.0.0.1:${ports.alertmanager}`],
      scrapeSeconds: SCRAPE_SECONDS,
      evaluationSeconds: TIMING.evaluationSeconds,
    },
    receivers: {
      ...RECEIVERS,
      pageUrl,
      watchdogUrl,
      mail: { ...RECEIVERS.mail, smarthost, tls: false },
      groupWait: 1,
      groupInterval: 2,
      repeatWatchdog: 2,
    },
    certificate: { ca_file: authority, server_name: HOSTS.site },
  })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

async function startPrograms(folder: string, logs: string, ports: Ports) {
  const at = (port: number) => `127.0.0.1:${port}`
  const start = (name: string, port: number, args: string[], ready = '/-/healthy') =>
    startProgram({
      command: name,
      args,
      log: join(logs, `${name}.log`),
      isReady: async () => (await fetch(`http://${at(port)}${ready}`)).ok,
    })
  return Promise.all([
    start('prometheus', ports.prometheus, [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${at(ports.prometheus)}`,
    ]),
    start('prometheus-alertmanager', ports.alertmanager, [
      `--config.file=${join(folder, 'alertmanager', 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'alerts')}`,
      `--web.listen-address=${at(ports.alertmanager)}`,
      '--cluster.listen-address=',
    ]),
    start('prometheus-node-exporter', ports.machine, [`--web.listen-address=${at(ports.machine)}`], '/'),
    start('prometheus-blackbox-exporter', ports.blackbox, [
      `--config.file=${join(folder, 'blackbox.yml')}`,
      `--web.listen-address=${at(ports.blackbox)}`,
    ]),
  ])
}

type QueryResponse = { status: string; error?: string; data: { result: unknown[] } }

async function query(port: number, expr: string): Promise<unknown[]> {
  const body = new URLSearchParams({ query: expr })
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/query`, { method: 'POST', body })
  const { status, error, data } = (await response.json()) as QueryResponse
  if (status !== 'success') throw new TypeError(`${expr}: ${error}`)
  return data.result
}
