import { createServer, type Server, type ServerResponse } from 'node:http'
import { collectDefaultMetrics } from 'prom-client'
import { isLoopbackName } from '../loopback.ts'
import type { Log } from '../log.ts'
import { collectAll, gauge, metricRegistry, startCollecting } from './registry.ts'

/** Where the metrics of a process are served. */
export type MetricsAddress = { port: number; host: string }

const info = gauge({
  name: 'tuvens_build_info',
  help: 'Always 1; the version of the running service',
  // One value for each process.
  labels: { service: 'bounded', version: 'bounded' },
})
const failures = gauge({
  name: 'tuvens_collect_failures',
  help: 'Readings of the last scrape that failed, for example because the database is away',
})

/** Serves `GET /metrics` (Prometheus text format) on a port of its own, which strangers must not reach. */
export async function serveMetrics(
  address: MetricsAddress,
  { service, version, log }: { service: string; version: string; log: Log },
): Promise<Server> {
  startCollecting()
  info.set({ service, version }, 1)
  if (metricRegistry.getSingleMetric('process_cpu_seconds_total') === undefined)
    collectDefaultMetrics({ register: metricRegistry })
  const server = createServer((request, response) => {
    const isKnown = request.method === 'GET' && request.url?.split('?', 1)[0] === '/metrics'
    if (isKnown && isDirect(request.headers.host, address.host)) void answer(response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(address.port, address.host, resolve)
  })
  log.info({ port: address.port }, 'serving metrics')
  return server
}

async function answer(response: ServerResponse): Promise<void> {
  failures.set({}, await collectAll())
  const text = await metricRegistry.metrics()
  response.writeHead(200, { 'content-type': metricRegistry.contentType, 'cache-control': 'no-store' })
  response.end(text)
}

/** On loopback only a loopback name is answered: the page of another site must not read it by DNS rebinding. */
function isDirect(host: string | undefined, listening: string): boolean {
  if (!isLoopbackName(listening)) return true
  return isLoopbackName((host ?? '').replace(/:\d+$/, ''))
}
