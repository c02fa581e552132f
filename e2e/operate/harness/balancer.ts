import { existsSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { ROOT } from '../../harness/system.ts'
import { type Program, startProgram } from './program.ts'

/** How HAProxy sees one node, by the columns of `show stat`. */
export type BalancedServer = { backend: string; server: string; status: string; sessions: number }

export type Balancer = Pick<Program, 'stop'> & {
  /** Sends a command to the runtime socket; returns what it answers. */
  command: (text: string) => Promise<string>
  servers: () => Promise<BalancedServer[]>
}

export const HAPROXY_CONFIG = join(ROOT, 'deploy', 'haproxy', 'haproxy.cfg')

const MAX_CONNECTIONS = '8000'
/** All clients of a drill have one address. */
const CLIENT_CONNECTIONS = '100000'

/** Starts HAProxy with the file that operators get, and waits until it takes commands. */
export async function startBalancer(
  folder: string,
  logs: string,
  env: Record<string, string>,
): Promise<Balancer> {
  const socket = join(folder, 'haproxy.sock')
  const command = (text: string) => ask(socket, text)
  const program = await startProgram({
    command: 'haproxy',
    // The file is for machines that allow more open files than this one may.
    args: ['-db', '-n', MAX_CONNECTIONS, '-f', HAPROXY_CONFIG],
    log: join(logs, 'haproxy.log'),
    env: { PATH: process.env['PATH'], CLIENT_CONNECTIONS, ...env, ADMIN_SOCKET: socket },
    isReady: async () => existsSync(socket) && (await command('show info')).includes('Uptime'),
  })
  return { stop: program.stop, command, servers: async () => readServers(await command('show stat')) }
}

function ask(socket: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const connection = createConnection(socket, () => connection.end(`${text}\n`))
    connection.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    connection.on('end', () => resolve(answer)).on('error', reject)
  })
}

function readServers(csv: string): BalancedServer[] {
  const [head = '', ...lines] = csv.replace(/^# /, '').trim().split('\n')
  const names = head.split(',')
  const rows = lines.map((line) => {
    const fields = line.split(',')
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']))
  })
  return rows
    .filter(({ svname = '' }) => !['FRONTEND', 'BACKEND'].includes(svname))
    .map(({ pxname = '', svname = '', status = '', scur = '' }) => ({
      backend: pxname,
      server: svname,
      status,
      sessions: Number(scur),
    }))
}
