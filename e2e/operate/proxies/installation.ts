import { createDb, type Db } from '@tuvens/platform/db/db'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { inject } from 'vitest'
import { ROOT } from '../../harness/system.ts'
import { startPgBouncer } from '../harness/pooler.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { choosePorts, portOf, type Ports, withPorts } from './ports.ts'

/** Two nodes of each service and PgBouncer on one machine, from the files in deploy/, as the page for operators sets them up. */
export type Installation = {
  folder: string
  ports: Ports
  /** Public addresses. */
  urls: { site: string; api: string; tickets: string }
  /** The API's database, without PgBouncer. */
  db: Db
  databaseUrl: string
  /** A node by its unit, e.g. `tuvens-api@3001`. */
  nodes: Map<string, Program>
  startNode: (unit: string) => Promise<void>
  stop: () => Promise<void>
}

export const DOMAIN = 'tuvens.localhost'
const DEPLOY = join(ROOT, 'deploy')
const UNITS = [
  'tuvens-box-office',
  'tuvens-tickets@3002',
  'tuvens-tickets@3012',
  'tuvens-api@3001',
  'tuvens-api@3011',
  'tuvens-site@3000',
  'tuvens-site@3010',
]

/** @param upstream address of the ticket system, given the port of the box office */
export async function startInstallation(upstream: (boxOfficePort: number) => string): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-installation-'))
  // PgBouncer runs as another user.
  chmodSync(folder, 0o755)
  const ports = await choosePorts()
  const domain = `${DOMAIN}:${portOf(ports, 443)}`
  const databases = writeSettings({ folder, ports, domain, upstream: upstream(portOf(ports, 3003)) })
  const admin = createDb(`${inject('postgresUrl')}postgres`, { max: 1 })
  for (const statement of databases.create) await admin.unsafe(statement)
  const pgbouncer = await startPgBouncer(folder, folder, databases.pooler)
  const nodes = new Map<string, Program>()
  const startNode = async (unit: string) => void nodes.set(unit, await startUnit(unit, folder, ports))
  for (const unit of UNITS) await startNode(unit)
  const databaseUrl = `${inject('postgresUrl')}${databases.prefix}api`
  const db = createDb(databaseUrl, { max: 1 })
  return {
    folder,
    ports,
    urls: {
      site: `https://${domain}`,
      api: `https://api.${domain}`,
      tickets: `https://tickets.${domain}`,
    },
    db,
    databaseUrl,
    nodes,
    startNode,
    stop: async () => {
      await Promise.all([...nodes.values()].map((node) => node.stop()))
      await pgbouncer.stop()
      await db.end({ timeout: 1 })
      for (const statement of databases.drop) await admin.unsafe(statement)
      await admin.end({ timeout: 1 })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Settings = { folder: string; ports: Ports; domain: string; upstream: string }

/** Writes the settings as an operator does; PgBouncer is between the services and PostgreSQL. */
function writeSettings({ folder, ports, domain, upstream }: Settings) {
  const settings = join(folder, 'settings')
  const script = join(DEPLOY, 'settings', 'write.mjs')
  execFileSync(process.execPath, [script, domain, settings, '--upstream', upstream])
  chmodSync(settings, 0o755)
  // Roles and databases are those of the whole cluster, which other tests use, too.
  const prefix = `tuvens_${process.pid}_`
  const cluster = new URL(inject('postgresUrl')).host
  const names = (text: string) => text.replaceAll(/\btuvens_(?=api|tickets|box_office|scratch)/g, prefix)
  for (const service of ['site', 'api', 'tickets', 'box-office'])
    edit(join(settings, `${service}.env`), (text) =>
      withPgBouncer(names(withPorts(ports, text)), { cluster, pgbouncer: portOf(ports, 6432) }),
    )
  const roles = ['api', 'tickets', 'box_office'].map((name) => prefix + name)
  return {
    prefix,
    pooler: {
      server: cluster,
      port: portOf(ports, 6432),
      users: names(readFileSync(join(settings, 'pgbouncer-users.txt'), 'utf8')),
      edit: names,
      isReady: () => accepts(portOf(ports, 6432)),
    },
    create: statementsOf(names(readFileSync(join(settings, 'databases.sql'), 'utf8') + limits())),
    drop: [
      ...roles.flatMap((role) => [`drop database ${role} with (force)`, `drop role ${role}`]),
      `drop role ${prefix}scratch`,
    ],
  }
}

/** No database can be created in a transaction, which several statements of one message are. */
function statementsOf(sql: string): string[] {
  return sql
    .replaceAll(/^--.*$/gm, '')
    .split(';')
    .filter((each) => each.trim() !== '')
}

function limits(): string {
  return readFileSync(join(DEPLOY, 'pgbouncer', 'limits.sql'), 'utf8')
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

/** What docs/operate/deployment.md says to change for PgBouncer. Nothing counts addresses, because a test makes many calls. */
function withPgBouncer(text: string, { cluster, pgbouncer }: { cluster: string; pgbouncer: number }): string {
  return text
    .replaceAll('@127.0.0.1:5432/', `@${cluster}/`)
    .replace('#DATABASE_DIRECT_URL', 'DATABASE_DIRECT_URL')
    .replace(/^(DATABASE_URL=.*@)[^/]*(\/.*)$/m, `$1127.0.0.1:${pgbouncer}$2`)
    .replace(/^REDIS_URL=.*$/m, '')
    .replace(/^PICTURES_FOLDER=.*$/m, '')
}

async function accepts(port: number): Promise<boolean> {
  const { connect } = await import('node:net')
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Runs a unit as systemd does: its command, with its settings and those of its instance. */
async function startUnit(unit: string, folder: string, ports: Ports): Promise<Program> {
  const [template = '', instance = ''] = unit.split('@')
  const file = `${template}${instance === '' ? '' : '@'}.service`
  const text = readFileSync(join(DEPLOY, 'systemd', file), 'utf8').replaceAll('%i', instance)
  const value = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, each]) => each ?? '')
  const [script = ''] = value('ExecStart').map((each) => each.replace('/usr/bin/node ', ''))
  const [settings = ''] = value('EnvironmentFile').map((each) => each.replace('/etc/tuvens/', ''))
  const own = parseEnv(value('Environment').join(' ').split(' ').join('\n'))
  const port = portOf(ports, Number(own['PORT']))
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const env = {
    ...own,
    ...parseEnv(readFileSync(join(folder, 'settings', settings), 'utf8')),
    PATH: process.env['PATH'] ?? '',
    PORT: String(port),
    METRICS_PORT: '',
    PICTURES_FOLDER: data,
  }
  return startProgram({
    command: process.execPath,
    args: [script],
    cwd: ROOT,
    env,
    log: join(folder, `${unit}.log`),
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
  })
}
