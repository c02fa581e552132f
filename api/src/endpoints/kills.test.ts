import { signRequest } from '@tuvens/contract/signatures'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { startTestServer, type TestServer } from '@tuvens/platform/test-support/http-server'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SECRET, statusMessage, TestApi, type TestUser } from '../../test-support/api.ts'
import { ApiProcess } from '../../test-support/process.ts'
import { TestEndpoint } from '../../test-support/webhooks.ts'

/** `WEBHOOK_KILLS=200` is the form in which the share of repeated messages is judged. */
const KILLS = Number(process.env['WEBHOOK_KILLS'] ?? 3)
const EVENTS = 60
/** Longest traffic before a kill, after its first message. */
const TRAFFIC_MS = KILLS < 100 ? 500 : 4_000
/** Messages that are under way to one endpoint: no more can be repeated by one kill. */
const AT_ONCE = 4

let database: TestDatabase
let receiver: TestServer
let eventIds: string[]
beforeAll(async () => {
  database = await createTestDatabase('api')
  receiver = await startTestServer((_, response) => response.writeHead(204).end())
  const api = await TestApi.start(database.url, { WEBHOOKS_ALLOW_PRIVATE: 'true' })
  const owner: TestUser = await api.person()
  await TestEndpoint.create(api, owner, { url: receiver.url, event_types: ['ticketing.status_changed'] })
  eventIds = []
  for (let made = 0; made < EVENTS; made++) eventIds.push((await api.event(owner)).id)
  await api.stop()
})
afterAll(async () => {
  await receiver.stop()
  await database.drop()
})

/** Messages that may wait: an endpoint for which too many wait is disabled. */
const MAX_WAITING = 300

async function waiting(): Promise<number> {
  return (await database.db`select from webhook_messages where state <> 'delivered'`).length
}

/** Changes every event again and again, until the process dies. */
async function changeAll(base: string, { child }: ApiProcess): Promise<void> {
  const path = '/api/webhooks/hi-events/event-status-changed'
  const change = async (id: string, status: string) => {
    const body = JSON.stringify(statusMessage(id, 50_000 + Number(id), status))
    const signed = signRequest([SECRET], { method: 'POST', path, body }, Date.now())
    const headers = { 'content-type': 'application/json', ...signed }
    await fetch(base + path, { method: 'POST', headers, body }).catch(() => {})
  }
  for (let turn = 0; child.signalCode === null; turn++) {
    const status = turn % 2 === 0 ? 'LIVE' : 'DRAFT'
    while ((await waiting()) > MAX_WAITING && child.signalCode === null) await delay(20)
    for (let from = 0; from < EVENTS && child.signalCode === null; from += 5)
      await Promise.all(eventIds.slice(from, from + 5).map((id) => change(id, status)))
  }
}

/** The changes that are stored, and those that arrived, by event and version. */
async function stored(): Promise<string[]> {
  const rows = await database.db<{ key: string }[]>`
    select event_id || ':' || version as key from (
      select event_id, version, status, lag(status, 1, 'none') over (partition by event_id order by version) as before
      from ticketing_changes) c where status <> before`
  return rows.map(({ key }) => key)
}
function arrived(): string[] {
  return receiver.seen.map(({ body }) => {
    const { data } = JSON.parse(body) as { data: { event_id: string; ticketing_version: number } }
    return `${data.event_id}:${data.ticketing_version}`
  })
}

it(`loses no message of a process that is killed, and repeats only those under way (${KILLS} kills)`, async () => {
  const settings = { WEBHOOKS_ALLOW_PRIVATE: 'true', LOG_LEVEL: 'silent', LIMIT_STATUS_WEBHOOK: '1000000' }
  for (let kill = 0; kill < KILLS; kill++) {
    const [api, base] = await ApiProcess.start(database.url, settings)
    const before = receiver.seen.length
    const changing = changeAll(base, api)
    // Under way at any moment of the traffic.
    await expect.poll(() => receiver.seen.length, { timeout: 60_000 }).toBeGreaterThan(before)
    await delay(Math.random() * TRAFFIC_MS)
    const exited = api.exited()
    api.child.kill('SIGKILL')
    await Promise.all([exited, changing])
    // What it had claimed comes back after a minute: that time has passed.
    await database.db`update webhook_messages set claimed_until = now() where claimed_until > now()`
  }
  const [api] = await ApiProcess.start(database.url, settings)
  await expect.poll(waiting, { timeout: 300_000 }).toBe(0)
  await api.stop()
  const all = arrived()
  const unique = new Set(all)
  expect([...unique].toSorted()).toEqual((await stored()).toSorted())
  const repeated = all.length - unique.size
  expect(repeated).toBeLessThanOrEqual(AT_ONCE * KILLS)
  if (KILLS >= 100) expect(repeated / all.length).toBeLessThanOrEqual(0.01)
  process.stderr.write(`${KILLS} kills: ${all.length} messages, ${repeated} repeated, 0 lost\n`)
})
