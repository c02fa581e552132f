import type { Db } from '@tuvens/platform/db/db'
import { freePort } from '@tuvens/platform/free-port'
import { startRedis } from '@tuvens/platform/test-support/redis'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecrets } from '../../../scripts/start/secrets.ts'
import type { LocalSecrets } from '../../../scripts/system/wiring.ts'
import { ensureDebianPackages } from '../../../scripts/system/debian.ts'
import { createCertificates } from '../../../scripts/test/deploy/certificates.ts'
import { ROOT, type System } from '../../harness/system.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { startDatabases } from './databases.ts'
import { createNode, type Node, untilBalanced } from './node.ts'
import { findPlaces, HOSTS, type Places } from './places.ts'
import { specOf, type Surroundings } from './specs.ts'

/** Two nodes of each service behind HAProxy with TLS, with PgBouncer, Redis and PostgreSQL; one box office. */
export type Stack = Pick<System, 'urls' | 'direct'> & {
  /** What clients connect with: the address of HAProxy, and the authority whose certificates they accept. */
  entrance: { address: string; authority: string }
  balancer: Balancer
  /** API first, then ticket origin, then site: a release is rolled out in this order. */
  nodes: Node[]
  boxOffice: Node
  /** A connection to the database of a service, by its folder name. */
  db: (service: string) => Db
  /** Address of PostgreSQL itself, by the folder name of a service. */
  directUrl: (service: string) => string
  /** The same by PgBouncer. */
  pooledUrl: (service: string) => string
  /** With which it was started. */
  secrets: LocalSecrets
  /** Folder of the logs of all processes. */
  logs: string
  stop: () => Promise<void>
}

export type StackOptions = {
  /** Folder of the release that is started. */
  root?: string
  /** Whether the services reach their databases through PgBouncer. */
  isPooled?: boolean
  /** More settings of every service. */
  env?: Record<string, string>
}

const PACKAGES = ['haproxy', 'pgbouncer', 'redis-server', 'openssl']
const SERVICES = ['api', 'tickets', 'site'] as const
const NAMES = ['a', 'b'] as const

/** Starts everything with new databases. Both nodes of a service start at once, so that they race for the migrations. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const stops: Stop[] = []
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each()
  }
  try {
    return { ...(await build(options, (each) => stops.push(each))), stop }
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
}

type Stop = () => unknown
type OnStop = (stop: Stop) => void

async function build(
  { root = ROOT, isPooled = true, env = {} }: StackOptions,
  onStop: OnStop,
): Promise<Omit<Stack, 'stop'>> {
  const folder = temporaryFolder(onStop)
  const logs = join(ROOT, '.data', 'logs', 'operate', randomBytes(4).toString('hex'))
  mkdirSync(logs, { recursive: true })
  await ensureDebianPackages(PACKAGES, { logs, purpose: 'The drills need' })
  const places = await findPlaces()
  const databases = await startDatabases(folder, logs)
  onStop(databases.stop)
  const redis = await startRedis()
  onStop(redis.stop)
  const around = { places, databases, secrets: createSecrets(), redisUrl: redis.url, isPooled, env }
  const certificates = createCertificates(folder, Object.values(HOSTS))
  const nodes = await createNodes(around, logs)
  const balancer = await startBalancer(folder, logs, balancerSettings(places, nodes, certificates.file))
  onStop(balancer.stop)
  const boxOffice = await startBoxOffice(around, logs, onStop)
  onStop(() => Promise.all(nodes.map(({ node }) => node.stop())))
  for (const service of SERVICES)
    await Promise.all(
      nodes.filter(({ node }) => node.service === service).map(({ node }) => node.start(root)),
    )
  for (const { node } of nodes) await untilBalanced(balancer, node)
  return {
    urls: places.urls,
    direct: places.direct,
    entrance: { address: places.address, authority: certificates.authority },
    balancer,
    nodes: nodes.map(({ node }) => node),
    boxOffice,
    db: databases.db,
    directUrl: databases.direct,
    pooledUrl: databases.pooled,
    secrets: around.secrets,
    logs,
  }
}

function temporaryFolder(onStop: OnStop): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-operate-'))
  // PostgreSQL and PgBouncer run as another user, who cannot enter a folder made by mkdtemp.
  chmodSync(folder, 0o755)
  onStop(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type PlacedNode = { node: Node; port: number }

async function createNodes(around: Surroundings, logs: string): Promise<PlacedNode[]> {
  const nodes: PlacedNode[] = []
  for (const service of SERVICES)
    for (const name of NAMES) {
      const [port, metricsPort] = [await freePort(), await freePort()]
      const node = createNode({
        service,
        name,
        metrics: `http://127.0.0.1:${metricsPort}/metrics`,
        specOf: (root) => specOf(around, { name: service, root, port, metricsPort }),
        logs,
      })
      nodes.push({ node, port })
    }
  return nodes
}

function balancerSettings(
  { address, ports }: Places,
  nodes: readonly PlacedNode[],
  certificates: string,
): Record<string, string> {
  const addresses = nodes.map(({ node: { service, name }, port }) => [
    `${service}_${name}`.toUpperCase(),
    `127.0.0.1:${port}`,
  ])
  return {
    SITE_HOST: HOSTS.site,
    API_HOST: HOSTS.api,
    TICKETS_HOST: HOSTS.tickets,
    HTTPS_BIND: `${address}:${ports.https}`,
    HTTP_BIND: `${address}:${ports.http}`,
    INTERNAL_BIND: address,
    CERTIFICATES: certificates,
    ...Object.fromEntries(addresses),
  }
}

/** The ticket system, which is no part of a release of ours: it is always the one of this folder. */
async function startBoxOffice(around: Surroundings, logs: string, onStop: OnStop): Promise<Node> {
  const port = around.places.ports.boxOffice
  const node = createNode({
    service: 'box-office',
    name: 'a',
    metrics: '',
    specOf: (from) => specOf(around, { name: 'boxOffice', root: from, port }),
    logs,
  })
  onStop(node.stop)
  await node.start(ROOT)
  return node
}
