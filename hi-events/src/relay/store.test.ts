import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { insertAccount, saveWebhookError } from '../mapping/store.ts'
import { saveLink } from '../linking/store.ts'
import {
  claimDeliveries,
  markProcessed,
  OBSERVED,
  postponeDelivery,
  recordDelivery,
  recordObserved,
} from './store.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase('hi-events')
  const credential = { kind: 'token', sealed: Buffer.from('sealed') } as const
  const account = {
    id: 1,
    name: 'Blue Note',
    tenantKey: 'blue-note',
    loginEmail: 'blue@note.test',
    credential,
  }
  await insertAccount(database.db, account)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db`delete from deliveries`
})

const record = (digest: string) =>
  recordDelivery(database.db, {
    accountId: 1,
    digest: Buffer.from(digest),
    eventType: 'event.updated',
    hiEventId: 7,
    namedStatus: 'LIVE',
  })
const claim = () => claimDeliveries(database.db, 10)
/** As if so much time had passed for the deliveries. */
const pass = (seconds: number) => database.db`
  update deliveries set next_attempt_at = next_attempt_at - ${seconds} * interval '1 second'`

describe('a recorded delivery', () => {
  it('is claimed once, and again half a minute later when its claim was neither finished nor postponed', async () => {
    await record('one')
    expect(await claim()).toMatchObject([{ attempts: 1, namedStatus: 'LIVE', hiEventId: 7 }])
    expect(await claim()).toEqual([])
    await pass(31)
    expect(await claim()).toMatchObject([{ attempts: 2 }])
  })

  it('that another node is just claiming is skipped, not waited for', async () => {
    await record('one')
    const [mine, theirs] = await database.db.begin(async (sql) => {
      const first = await claimDeliveries(sql, 10)
      const second = await database.db.begin(async (other) => {
        await other`set local lock_timeout = '2s'`
        return claimDeliveries(other, 10)
      })
      return [first, second]
    })
    expect(mine).toHaveLength(1)
    expect(theirs).toEqual([])
  })

  it('that was processed is not claimed again', async () => {
    await record('one')
    for (const each of await claim()) await markProcessed(database.db, each)
    await pass(3_600)
    expect(await claim()).toEqual([])
  })

  it('that was postponed is claimed when its time comes', async () => {
    await record('one')
    for (const { id } of await claim()) await postponeDelivery(database.db, id, 60_000)
    await pass(59)
    expect(await claim()).toEqual([])
    await pass(2)
    expect(await claim()).toHaveLength(1)
  })

  it('with the same digest is one row, counted and processed again', async () => {
    await record('one')
    for (const each of await claim()) await markProcessed(database.db, each)
    await record('one')
    expect(await claim()).toHaveLength(1)
    const rows = await database.db`select repeats from deliveries`
    expect(rows.map((row) => row['repeats'])).toEqual([1])
  })

  it('that is repeated while it is processed is processed again', async () => {
    await record('one')
    const claimed = await claim()
    await record('one')
    for (const each of claimed) await markProcessed(database.db, each)
    expect(await claim()).toHaveLength(1)
  })
})

describe('a change seen in the pass-through', () => {
  it('is one row for each event and kind of change, and none for an event that is not linked', async () => {
    await saveLink(database.db, { eventId: '70', accountId: 1, hiEventId: 7 })
    for (const hiEventId of [7, 7, 8])
      for (const eventType of Object.values(OBSERVED))
        await recordObserved(database.db, { hiEventId, eventType })
    const claimed = (await claim()).map((each) => `${each.eventType} ${each.repeats} ${each.hiEventId}`)
    expect(claimed.toSorted()).toEqual(['observed.event 1 7', 'observed.shop 1 7'])
  })
})

it('a delivery shows that the webhook works, whatever was wrong with it before', async () => {
  await saveWebhookError(database.db, 1, 'the answer was 401')
  await record('arrived')
  const [account] = await database.db`select webhook_error from accounts where tuvens_account_id = 1`
  expect(account).toEqual({ webhook_error: null })
})
