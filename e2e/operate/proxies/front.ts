import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { createCertificates } from '../../../scripts/test/deploy/certificates.ts'
import { layOutNginx } from '../../../scripts/test/deploy/nginx.ts'
import { ROOT } from '../../harness/system.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { DOMAIN, type Installation } from './installation.ts'
import { portOf, withPorts } from './ports.ts'

export const FRONTS = ['haproxy', 'nginx', 'caddy'] as const
export type FrontName = (typeof FRONTS)[number]

/** A proxy in front of an installation. */
export type Front = {
  program: Program
  /** Certificates that its clients trust. */
  ca: string
  /** The lines of its log about requests. */
  requests: () => string[]
  /** All that it logged: requests, errors, and about itself. */
  logged: () => string
  /** Its file of settings. */
  config: string
  env: Record<string, string>
}

/** What a proxy needs to know of the nodes behind it. */
export type Behind = Pick<Installation, 'folder' | 'ports' | 'urls'>

/** How many connections, or at nginx requests under way, one address may have. */
export const CLIENT_CONNECTIONS = 200

const DEPLOY = join(ROOT, 'deploy')
const NAMES = [DOMAIN, `api.${DOMAIN}`, `tickets.${DOMAIN}`]

/** Starts a proxy with its file in deploy/, in which only names, ports and paths are those of the test. */
export async function startFront(name: FrontName, installation: Behind): Promise<Front> {
  const folder = mkdtempSync(join(installation.folder, `${name}-`))
  const log = join(folder, 'out.log')
  const { command, args, config, env, requests, ca } = STARTS[name](folder, installation)
  const port = portOf(installation.ports, 443)
  const program = await startProgram({
    command,
    args,
    log,
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...env },
    isReady: () => shakesHands(port),
  })
  const logs = () => readdirSync(folder).filter((file) => file.endsWith('.log'))
  return {
    program,
    ca: ca(),
    requests: () => linesOf(requests ?? log),
    logged: () =>
      logs()
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join(''),
    config,
    env: { HOME: folder, ...env },
  }
}

type Start = {
  command: string
  args: string[]
  config: string
  env?: Record<string, string>
  /** Log of requests; the output unless given. */
  requests?: string
  ca: () => string
}

const STARTS: Record<FrontName, (folder: string, installation: Behind) => Start> = {
  haproxy: (folder, { ports }) => {
    const { file: certificate, authority } = createCertificates(folder, NAMES)
    const file = readFileSync(join(DEPLOY, 'haproxy', 'haproxy.cfg'), 'utf8')
    const internal = (text: string) =>
      [3101, 3102].reduce((all, port) => all.replace(`}:${port}"`, `}:${portOf(ports, port)}"`), text)
    const config = join(folder, 'haproxy.cfg')
    writeFileSync(config, internal(withPorts(ports, file)))
    const env = {
      SITE_HOST: DOMAIN,
      API_HOST: `api.${DOMAIN}`,
      TICKETS_HOST: `tickets.${DOMAIN}`,
      HTTPS_BIND: `:${portOf(ports, 443)}`,
      HTTP_BIND: `:${portOf(ports, 80)}`,
      CERTIFICATES: certificate,
      MAX_CONNECTIONS: '1000',
      CLIENT_CONNECTIONS: String(CLIENT_CONNECTIONS),
      ADMIN_SOCKET: join(folder, 'admin.sock'),
    }
    return { command: 'haproxy', args: ['-db', '-f', config], config, env, ca: () => authority }
  },
  nginx: (folder, { ports }) => {
    const { cert, key, authority } = createCertificates(folder, NAMES)
    const main = layOutNginx(folder, { cert, key }, [
      ['tuvens.example', DOMAIN],
      ['limit_conn tuvens_clients 500', `limit_conn tuvens_clients ${CLIENT_CONNECTIONS}`],
      ['listen 443 ', `listen ${portOf(ports, 443)} `],
      ['listen [::]:443 ', `listen [::]:${portOf(ports, 443)} `],
      ['listen 80 ', `listen ${portOf(ports, 80)} `],
      ['listen [::]:80 ', `listen [::]:${portOf(ports, 80)} `],
    ])
    const config = join(folder, 'tuvens.conf')
    writeFileSync(config, withPorts(ports, readFileSync(config, 'utf8')))
    const args = ['-c', main, '-e', join(folder, 'error.log'), '-g', 'daemon off;']
    return { command: 'nginx', args, config, requests: join(folder, 'tuvens.log'), ca: () => authority }
  },
  caddy: (folder, { ports, urls }) => {
    const file = readFileSync(join(DEPLOY, 'caddy', 'Caddyfile'), 'utf8')
    const config = join(folder, 'Caddyfile')
    const global = `{\n\thttp_port ${portOf(ports, 80)}\n\thttps_port ${portOf(ports, 443)}\n\tskip_install_trust\n`
    writeFileSync(config, withPorts(ports, file).replace(/^\{\n/m, global))
    const host = (url: string) => new URL(url).host
    const env = {
      ADMIN_SOCKET: join(folder, 'admin.sock'),
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      SITE_HOST: host(urls.site),
      API_HOST: host(urls.api),
      TICKETS_HOST: host(urls.tickets),
      TLS_SNIPPET: 'internal',
    }
    const root = join(folder, 'data', 'caddy', 'pki', 'authorities', 'local', 'root.crt')
    const args = ['run', '--adapter', 'caddyfile', '--config', config]
    return { command: 'caddy', args, config, env, ca: () => readFileSync(root, 'utf8') }
  },
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('{"'))
}

/** Whether it accepts TLS for every public name. */
async function shakesHands(port: number): Promise<boolean> {
  const one = (servername: string) =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', servername, rejectUnauthorized: false })
      socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('secureConnect', () => socket.destroy())
    })
  const all = await Promise.all(NAMES.map(one))
  return all.every(Boolean)
}
