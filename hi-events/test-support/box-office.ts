import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { until } from './harness.ts'

export const BOX_OFFICE_JWT_SECRET = 'jwt-secret-of-the-box-office'

export type BoxOffice = Awaited<ReturnType<typeof startBoxOffice>>

const ROOT = join(import.meta.dirname, '..', '..')

/** The version of Hi.Events whose API it has. */
type Shape = 'stock' | 'next'

/** The box office as a process of its own, on a database of its own: known to us by HTTP alone. */
export async function startBoxOffice(publicUrl: string, shape: Shape = 'stock') {
  const [database, port] = await Promise.all([createTestDatabase('box-office'), freePort()])
  const settings = { publicUrl, port, databaseUrl: database.url }
  let child = await startProcess({ ...settings, shape })
  return {
    url: urlOf(port),
    /** Stops it and starts it with the API of another version, on the same data. */
    upgrade: async (to: Shape) => {
      await stopProcess(child)
      child = await startProcess({ ...settings, shape: to })
    },
    stop: async () => {
      await stopProcess(child)
      await database.drop()
    },
  }
}

const urlOf = (port: number) => `http://127.0.0.1:${port}`

type Settings = { publicUrl: string; port: number; databaseUrl: string; shape: Shape }

async function startProcess({ publicUrl, port, databaseUrl, shape }: Settings): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'box-office', 'src', 'main.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      HI_EVENTS_SHAPE: shape,
      PUBLIC_URL: publicUrl,
      JWT_SECRET: BOX_OFFICE_JWT_SECRET,
      APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: '127.0.0.1,localhost',
      WEBHOOK_TARGETS: '*',
      APP_API_RATE_LIMIT_PER_MINUTE: '100000',
      LIMIT_HELD_TICKETS: '1000000',
      LOG_LEVEL: 'fatal',
    },
  })
  await until(() => isReady(urlOf(port), child), 'the box office', 300_000)
  return child
}

async function stopProcess(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new TypeError(`The box office ended with ${child.exitCode}`)
  return fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )
}
