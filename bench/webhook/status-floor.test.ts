import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BenchCall } from '../measure/drive.ts'
import { type Server, spawnServer } from '../servers/spawn.ts'
import { forge, statusCall } from './status-calls.ts'
import type { StatusFloorSettings } from './status-floor.server.ts'

const SECRET = 'a-secret-of-thirty-two-characters'
const NOON = Date.parse('2026-01-01T12:00:00Z')

let database: TestDatabase
let floor: Server
let eventId = ''

beforeAll(async () => {
  database = await createTestDatabase('api')
  const [row] = await database.db<{ id: string }[]>`
    with a as (insert into accounts (name, slug) values ('Lovelace', 'lovelace') returning id)
    insert into events (account_id, title, start_date, timezone)
    select id, 'Notes', now(), 'Europe/London' from a returning id`
  eventId = row?.id ?? ''
  const settings: StatusFloorSettings = { databaseUrl: database.url, secret: SECRET }
  floor = await spawnServer(join(import.meta.dirname, 'status-floor.server.ts'), settings)
})
afterAll(async () => {
  await floor.stop()
  await database.drop()
})

const message = (status: string, seconds: number, hiEventId = 70): BenchCall =>
  statusCall({ eventId, hiEventId, status, sentAt: NOON + seconds * 1000 }, SECRET)

async function send({ path, headers, body }: BenchCall): Promise<number> {
  const answer = await fetch(floor.url + path, { method: 'POST', headers, body: body ?? '' })
  return answer.status
}

async function stored(): Promise<string> {
  const [row] = await database.db<{ text: string }[]>`
    select concat_ws(' ', e.ticketing_status, e.ticketing_version,
      (select count(*) from ticketing_changes), (select count(*) from status_deliveries)) as text
    from events e where e.id = ${eventId}`
  return row?.text ?? ''
}

describe('the floor of the status webhook', () => {
  it('applies a new message, and ignores its repetition', async () => {
    expect(await send(message('LIVE', 1))).toBe(200)
    expect(await stored()).toBe('active 1 1 1')
    expect(await send(message('LIVE', 1))).toBe(200)
    expect(await stored()).toBe('active 1 1 1')
  })

  it('ignores an older message', async () => {
    expect(await send(message('DRAFT', 0))).toBe(200)
    expect(await stored()).toMatch(/^active 1 1/)
  })

  it('refuses a forged message and one that contradicts the link', async () => {
    const forged = forge([message('DRAFT', 2)])
    expect(await Promise.all(forged.map(send))).toEqual([401])
    expect(await send(message('DRAFT', 3, 71))).toBe(409)
    expect(await stored()).toMatch(/^active 1 1/)
  })
})
