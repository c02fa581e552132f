import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { freePort } from '@tuvens/platform/free-port'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { until } from './harness.ts'

export const BOX_OFFICE_JWT_SECRET = 'jwt-secret-of-the-box-office'

export type BoxOffice = Awaited<ReturnType<typeof startBoxOffice>>

const ROOT = join(import.meta.dirname, '..', '..')

/** The box office as a process of its own, on a database of its own: known to us by HTTP alone. */
export async function startBoxOffice(publicUrl: string) {
  const [database, port] = await Promise.all([createTestDatabase('box-office'), freePort()])
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'box-office', 'src', 'main.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATABASE_URL: database.url,
      PUBLIC_URL: publicUrl,
      JWT_SECRET: BOX_OFFICE_JWT_SECRET,
      APP_ALLOWED_INTERNAL_WEBHOOK_HOSTS: '127.0.0.1,localhost',
      WEBHOOK_TARGETS: '*',
      APP_API_RATE_LIMIT_PER_MINUTE: '100000',
      LIMIT_HELD_TICKETS: '1000000',
      LOG_LEVEL: 'fatal',
    },
  })
  const url = `http://127.0.0.1:${port}`
  await until(() => isReady(url, child), 'the box office', 300_000)
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      await database.drop()
    },
  }
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new TypeError(`The box office ended with ${child.exitCode}`)
  return fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )
}
