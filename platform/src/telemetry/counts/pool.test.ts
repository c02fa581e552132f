import { createTestDatabase } from '@tuvens/platform/test-support/database'
import { readMetric, watchMetric } from '@tuvens/platform/test-support/metrics'
import { expect, it } from 'vitest'
import { collectAll } from '../registry.ts'
import { createDb } from '../../db/db.ts'

it('the metrics of pools count connections in use, callers that wait, and how long they waited', async () => {
  const test = await createTestDatabase('template1')
  const connections = async (state: string) => {
    await collectAll()
    return readMetric('tuvens_db_pool_connections', { state })
  }
  const watched = async (state: string) => {
    const before = await connections(state)
    return async () => (await connections(state)) - before
  }
  const [inUse, waiting, max] = [await watched('in_use'), await watched('waiting'), await watched('max')]
  const waits = await watchMetric('tuvens_db_wait_seconds_count')
  const db = createDb(test.url, { max: 2 })
  expect(await max()).toBe(2)
  const held = [1, 2, 3].map(() => db`select pg_sleep(1)`.execute())
  await expect.poll(async () => [await inUse(), await waiting()], { timeout: 60_000 }).toEqual([2, 1])
  await Promise.all(held)
  expect([await inUse(), await waiting(), await waits()]).toEqual([0, 0, 3])
  await db.end()
  expect(await max()).toBe(0)
  await test.drop()
})
