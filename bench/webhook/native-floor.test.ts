import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, spawnServer } from '../servers/spawn.ts'
import type { NativeFloorSettings } from './native-floor.server.ts'

const SECRET = 'a-secret-of-thirty-two-characters'

let database: TestDatabase
let floor: Server

beforeAll(async () => {
  database = await createTestDatabase('template1')
  const settings: NativeFloorSettings = { databaseUrl: database.url, secret: SECRET }
  floor = await spawnServer(join(import.meta.dirname, 'native-floor.server.ts'), settings)
})
afterAll(async () => {
  await floor.stop()
  await database.drop()
})

const order = (id: number) => JSON.stringify({ event_type: 'order.created', payload: { id, event_id: 70 } })

async function send(body: string, signed = body): Promise<number> {
  const signature = createHmac('sha256', SECRET).update(signed).digest('hex')
  const headers = { 'content-type': 'application/json', signature }
  const response = await fetch(`${floor.url}/hooks/hi-events/tenant`, { method: 'POST', headers, body })
  return response.status
}

async function recorded(): Promise<string[]> {
  const rows = await database.db<{ text: string }[]>`
    select concat_ws(' ', event_type, hi_event_id, repeats) as text from deliveries order by id`
  return rows.map(({ text }) => text)
}

describe('the floor of the native webhook', () => {
  it('records a signed message before it answers', async () => {
    expect(await send(order(1))).toBe(200)
    expect(await recorded()).toEqual(['order.created 70 0'])
  })

  it('records a repeated message once and counts the repeat', async () => {
    await send(order(2))
    expect(await send(order(2))).toBe(200)
    expect((await recorded()).at(-1)).toBe('order.created 70 1')
  })

  it('records no message whose signature belongs to another body', async () => {
    const before = await recorded()
    expect(await send(order(3), order(4))).toBe(401)
    expect(await recorded()).toEqual(before)
  })
})
