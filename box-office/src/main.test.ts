import { freePort } from '@tuvens/platform/free-port'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

let child: ChildProcess | undefined
let database: TestDatabase | undefined
afterEach(async () => {
  child?.kill('SIGKILL')
  await database?.drop()
  database = undefined
})

function start(env: Record<string, string>): ChildProcess {
  const file = join(import.meta.dirname, 'main.ts')
  child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return child
}

async function answers(url: string): Promise<boolean> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

describe('the process', () => {
  it('migrates an empty database, answers requests, and stops on SIGTERM', async () => {
    database = await createTestDatabase('template1')
    const port = await freePort()
    const running = start({
      DATABASE_URL: database.url,
      JWT_SECRET: 'a key that is long enough',
      PORT: String(port),
      LOG_LEVEL: 'error',
    })
    expect(await answers(`http://127.0.0.1:${port}/readyz`)).toBe(true)
    const missing = await fetch(`http://127.0.0.1:${port}/api/public/events/1`, {
      headers: { accept: 'application/json' },
    })
    expect(missing.status).toBe(404)
    const ended = once(running, 'exit')
    running.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
  })

  it('reports every invalid setting and exits', async () => {
    const running = start({ PORT: 'eighty' })
    let told = ''
    running.stderr?.on('data', (part) => (told += part))
    const [code] = await once(running, 'exit')
    expect(code).toBe(78)
    expect(told).toContain('PORT=eighty is not a whole number')
    expect(told).toContain('DATABASE_URL is missing')
  })
})
