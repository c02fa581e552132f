import { createLog } from '@tuvens/platform/log'
import { createDb } from '@tuvens/platform/db/db'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWakeSignal } from './wake-signal.ts'

const log = createLog('api', 'silent')
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase('template1')
})
afterAll(() => database.drop())

/** A node that counts the signals it receives. */
function startNode() {
  let signals = 0
  const parts = { db: database.db, databaseUrl: database.url, log, everyMs: 20 }
  const signal = createWakeSignal(parts, () => {
    signals++
  })
  return { ...signal, count: () => signals }
}

const NAME = 'tuvens-api-signals'
/** Other tests have nodes on the same server. */
const ours = () => database.db`application_name = ${NAME} and datname = current_database()`
const isListening = async () => {
  const listening = await database.db`
    select 1 from pg_stat_activity where ${ours()} and query = 'listen ticketing_changed'`
  return listening.length === 1
}

it('signals reach a node again after its connection was lost and could not be made for a while', async () => {
  const [node, other] = [startNode(), startNode()]
  node.listen()
  await expect.poll(isListening, { timeout: 60_000 }).toBe(true)
  const name = new URL(database.url).pathname.slice(1)
  const server = createDb(Object.assign(new URL(database.url), { pathname: '/postgres' }).href)
  await server.unsafe(`alter database "${name}" with allow_connections false`)
  await database.db`select pg_terminate_backend(pid) from pg_stat_activity where ${ours()}`
  await expect.poll(isListening, { timeout: 60_000 }).toBe(false)
  await server.unsafe(`alter database "${name}" with allow_connections true`)
  await expect.poll(isListening, { timeout: 60_000 }).toBe(true)
  const before = node.count()
  other.send()
  await expect.poll(node.count, { timeout: 60_000 }).toBeGreaterThan(before)
  await node.stop()
  await other.stop()
  await server.end()
})
