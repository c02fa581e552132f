import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Site, startSite } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite({ SHUTDOWN_DRAIN: '600' })
})
afterAll(() => site.close())

it('goes on after SIGTERM, and tells balancers and clients to go elsewhere', async () => {
  expect((await fetch(`${site.url}/readyz`)).status).toBe(200)
  process.kill(site.pid, 'SIGTERM')
  await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status, { timeout: 60_000 }).toBe(503)
  const page = await fetch(`${site.url}/`)
  expect([page.status, page.headers.get('connection')]).toEqual([200, 'close'])
  expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
})
