import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { deleteOldMessages } from './store.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase('hi-events')
})
afterAll(() => test.drop())

it('status reports are kept for their time, dead letters for longer, and waiting ones for ever', async () => {
  const insert = (title: string, times: { delivered_at?: string; dead_at?: string }) => test.db`
    insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms, created_at, delivered_at, dead_at)
    values (gen_random_uuid(), 1, 1, ${title}, 'LIVE', 1, '2000-01-01', ${times.delivered_at ?? null}::text::timestamptz,
      ${times.dead_at ?? null}::text::timestamptz)`
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  await insert('delivered', { delivered_at: daysAgo(29) })
  await insert('delivered long ago', { delivered_at: daysAgo(31) })
  await insert('given up', { dead_at: daysAgo(31) })
  await insert('given up long ago', { dead_at: daysAgo(401) })
  await insert('waiting', {})
  expect(await deleteOldMessages(test.db, { deliveredDays: 30, deadDays: 400 })).toBe(2)
  const left = await test.db`select title from outbox order by title`
  expect(left.map(({ title }) => String(title))).toEqual(['delivered', 'given up', 'waiting'])
})
