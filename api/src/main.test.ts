import { createTestDatabase, type TestDatabase } from '@tuvens/platform/testing'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StreamReader } from './stream/testing.ts'
import { SECRET, SEED } from './testing.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join(import.meta.dirname, 'main.ts')

describe('the API as a process', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase('template1')
  })
  afterAll(() => database.drop())

  const start = (env: Record<string, string>) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env },
    })
    const said = { out: '', err: '' }
    child.stdout.on('data', (chunk: Buffer) => void (said.out += chunk))
    child.stderr.on('data', (chunk: Buffer) => void (said.err += chunk))
    return { child, said }
  }
  const settings = (port: number) => ({
    PORT: String(port),
    DATABASE_URL: database.url,
    HI_EVENTS_SHARED_SECRET: SECRET,
    AUTH_SIGNING_KEYS: SEED,
  })
  const exited = async (child: ChildProcess) => (await once(child, 'exit'))[0] as number | null

  it('migrates an empty database, serves, and leaves in good order when told to', async () => {
    const port = await freePort()
    const base = `http://127.0.0.1:${port}`
    const { child, said } = start(settings(port))
    await expect
      .poll(
        () =>
          fetch(`${base}/readyz`).then(
            (each) => each.status,
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBe(200)
    const stream = await StreamReader.open(`${base}/api/events/updates`)
    child.kill('SIGTERM')
    expect(await exited(child)).toBe(0)
    expect([stream.status, stream.isEnded]).toEqual([200, true])
    expect(said.out).toContain('"msg":"migrated"')
    expect(said.out + said.err).not.toContain(SECRET)
  }, 90_000)

  it('says what is wrong with its settings and does not start', async () => {
    const { child, said } = start({ PORT: 'http' })
    expect(await exited(child)).toBe(78)
    expect(said.err).toContain('PORT=http is not a whole number')
    expect(said.err).toContain('DATABASE_URL is missing')
  }, 90_000)
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
