import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiProcess } from '../test-support/process.ts'
import { StreamReader } from '../test-support/stream.ts'
import { SECRET } from '../test-support/api.ts'

describe('the API as a process', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase('template1')
  })
  afterAll(() => database.drop())

  it('migrates an empty database, serves, and exits cleanly on SIGTERM', async () => {
    const [api, base] = await ApiProcess.start(database.url)
    const stream = await StreamReader.open(`${base}/api/events/updates`)
    expect(await api.stop()).toBe(0)
    expect([stream.status, stream.isEnded]).toEqual([200, true])
    expect(api.said).toContain('"msg":"migrated"')
    expect(api.said).not.toContain(SECRET)
  })

  it('goes on after SIGTERM, and tells balancers and clients to go elsewhere', async () => {
    const [api, base] = await ApiProcess.start(database.url, { SHUTDOWN_DRAIN: '600' })
    const stream = await StreamReader.open(`${base}/api/events/updates`)
    const exit = api.stop()
    await expect.poll(async () => (await fetch(`${base}/readyz`)).status, { timeout: 60_000 }).toBe(503)
    const answer = await fetch(`${base}/api/events`)
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    expect(stream.isEnded).toBe(false)
    api.child.kill('SIGTERM')
    expect(await exit).toBe(1)
  })

  it('names the invalid settings and does not start', async () => {
    const api = new ApiProcess({ PORT: 'http' })
    expect(await api.exited()).toBe(78)
    expect(api.said).toContain('PORT=http is not a whole number')
    expect(api.said).toContain('DATABASE_URL is missing')
  })
})
