import { createDb } from '@tuvens/platform/db/db'
import { freePort } from '@tuvens/platform/free-port'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { userFor } from '../../../scripts/postgres/unprivileged.ts'
import { type Program, startProgram } from './program.ts'

export type Pooler = Pick<Program, 'stop'> & { url: (database: string) => string }

/** Starts PgBouncer, which pools by transaction, in front of the PostgreSQL at `address`. */
export async function startPooler(parent: string, logs: string, address: string): Promise<Pooler> {
  const { hostname, port: behind, username, password } = new URL(address)
  const folder = join(parent, 'pgbouncer')
  mkdirSync(folder)
  const port = await freePort()
  const users = join(folder, 'users.txt')
  writeFileSync(users, `"${username}" "${password}"\n`)
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(file, settings({ hostname, behind, port, users }))
  // PgBouncer refuses to run as root.
  const as = userFor(folder)
  for (const each of [folder, users, file])
    if (as.uid !== undefined) chownSync(each, as.uid, as.gid ?? as.uid)
  const url = (database: string) => `postgres://${username}:${password}@127.0.0.1:${port}/${database}`
  const { stop } = await startProgram({
    command: 'pgbouncer',
    args: [file],
    log: join(logs, 'pgbouncer.log'),
    ...as,
    isReady: () => answers(url('postgres')),
  })
  return { stop, url }
}

type PoolerSettings = { hostname: string; behind: string; port: number; users: string }

const settings = ({ hostname, behind, port, users }: PoolerSettings) => `
[databases]
* = host=${hostname} port=${behind}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
admin_users = tuvens
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
query_wait_timeout = 7
`

async function answers(url: string): Promise<boolean> {
  const db = createDb(url, { max: 1, isPooled: true })
  try {
    await db`select 1`
    return true
  } finally {
    await db.end({ timeout: 1 })
  }
}
