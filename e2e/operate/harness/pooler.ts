import { createDb } from '@tuvens/platform/db/db'
import { freePort } from '@tuvens/platform/free-port'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { userFor } from '../../../scripts/postgres/unprivileged.ts'
import { ROOT } from '../../harness/system.ts'
import { type Program, startProgram } from './program.ts'

export type Pooler = Pick<Program, 'stop'> & { url: (database: string) => string }

/** Starts PgBouncer in front of the PostgreSQL at `address`, whose databases and users it has. */
export async function startPooler(parent: string, logs: string, address: string): Promise<Pooler> {
  const { host: server, username, password } = new URL(address)
  const port = await freePort()
  const users = `"${username}" "${password}"\n`
  const edit = (text: string) => text.replace('[databases]', `[databases]\n* = ${PLACE}`)
  const url = (database: string) => `postgres://${username}:${password}@127.0.0.1:${port}/${database}`
  const isReady = () => answers(url('postgres'))
  const { stop } = await startPgBouncer(parent, logs, { server, port, users, edit, isReady })
  return { stop, url }
}

type PgBouncerOptions = {
  /** Host and port of PostgreSQL. */
  server: string
  port: number
  /** Content of its file of users. */
  users: string
  /** Changes its settings further. */
  edit: (text: string) => string
  isReady: () => Promise<boolean>
}

const PLACE = 'host=127.0.0.1 port=5432'

/** Starts PgBouncer with its file in deploy/, in which only names and places are others. */
export async function startPgBouncer(
  parent: string,
  logs: string,
  { server, port, users, edit, isReady }: PgBouncerOptions,
): Promise<Program> {
  const folder = join(parent, 'pgbouncer')
  mkdirSync(folder)
  const [file, userFile] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')]
  const [host, behind] = server.split(':')
  const text = edit(readFileSync(join(ROOT, 'deploy', 'pgbouncer', 'pgbouncer.ini'), 'utf8'))
    .replaceAll(PLACE, `host=${host} port=${behind}`)
    .replace('listen_port = 6432', `listen_port = ${port}\nunix_socket_dir =`)
    .replace('/etc/pgbouncer/userlist.txt', userFile)
  writeFileSync(file, text)
  writeFileSync(userFile, users)
  // PgBouncer refuses to run as root.
  const as = userFor(folder)
  for (const each of [folder, userFile, file])
    if (as.uid !== undefined) chownSync(each, as.uid, as.gid ?? as.uid)
  const log = join(logs, 'pgbouncer.log')
  return startProgram({ command: 'pgbouncer', args: [file], log, ...as, isReady })
}

async function answers(url: string): Promise<boolean> {
  const db = createDb(url, { max: 1, isPooled: true })
  try {
    await db`select 1`
    return true
  } finally {
    await db.end({ timeout: 1 })
  }
}
