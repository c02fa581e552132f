import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { observeDatabase } from '@tuvens/platform/telemetry/database-state'
import { collectAll } from '@tuvens/platform/telemetry/registry'
import { readMetric } from '@tuvens/platform/test-support/metrics'
import { afterEach, beforeEach, expect, it } from 'vitest'

let test: TestDatabase
let stop: () => void
beforeEach(async () => {
  test = await createTestDatabase('api')
  stop = observeDatabase(test.db)
})
afterEach(async () => {
  stop()
  await test.drop()
})

it('tells the age of the newest backup', async () => {
  await test.db`insert into backups (taken_at, is_verified)
    values (now() - interval '3 hours', false), (now() - interval '2 days', true)`
  expect(await hoursOf('tuvens_backup_age_seconds')).toBe(3)
})

it('tells the age of a database that was never backed up', async () => {
  await test.db`insert into database_incarnation (place, since) values ('here', now() - interval '5 hours')
    on conflict (is_single) do update set since = excluded.since`
  expect(await hoursOf('tuvens_backup_age_seconds')).toBe(5)
})

it('tells that a database without a standby is not behind', async () => {
  expect(await hoursOf('tuvens_replication_lag_seconds')).toBe(0)
})

async function hoursOf(metric: string): Promise<number> {
  expect(await collectAll()).toBe(0)
  return Math.floor((await readMetric(metric)) / 3_600)
}
