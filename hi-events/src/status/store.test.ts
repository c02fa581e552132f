import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { saveLink } from '../linking/store.ts'
import { insertAccount } from '../mapping/store.ts'
import {
  applyReadings,
  applyShopReading,
  findLinkStatus,
  markRegistered,
  queueReports,
  type Reading,
  startStatus,
  stopReports,
} from './store.ts'

let database: TestDatabase
let next = 100
let eventId: string
let hiEventId: number
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
  next++
  eventId = String(next)
  hiEventId = next + 5_000
  await link()
})

const PRICES = { currency: 'EUR', least: '10.00', most: '10.00' }

async function link() {
  const event = { eventId, accountId: 1, hiEventId, title: 'Jazz', endDate: null, dates: [] }
  await saveLink(database.db, event)
  await startStatus(database.db, { ...event, sourceStatus: 'DRAFT' })
}
const status = () => findLinkStatus(database.db, eventId)
/** Reads the event now; what is returned applies the reading. */
async function beginReading(read: Partial<Reading>) {
  const basedOnCount = (await status())?.readCount ?? ''
  const reading = {
    eventId,
    basedOnCount,
    sourceStatus: 'LIVE' as const,
    title: 'Jazz',
    endDate: null,
    dates: [],
  }
  return async () =>
    (await applyReadings(database.db, [{ ...reading, isMissing: false, ...read }])).length === 1
}
const apply = async (read: Partial<Reading>) => (await beginReading(read))()
const queue = async (now: number) =>
  (await queueReports(database.db, [{ id: randomUUID(), eventId }], now)) === 1
const reports = () =>
  database.db<
    {
      id: string
      source_status: string
      sent_at_ms: string
      sales_status: string | null
      prices: object | null
    }[]
  >`
    select id, source_status, sent_at_ms, sales_status, prices from outbox where tuvens_event_id = ${eventId} order by sent_at_ms`

describe('a reading of a linked event', () => {
  it('is refused when another reading was applied since it began', async () => {
    const older = await beginReading({ sourceStatus: 'DRAFT' })
    const newer = await beginReading({ sourceStatus: 'LIVE' })
    expect([await newer(), await older()]).toEqual([true, false])
    expect((await status())?.sourceStatus).toBe('LIVE')
  })

  it('is applied although another one of the same list is refused', async () => {
    const overtaken = eventId
    next++
    eventId = String(next)
    hiEventId = next + 5_000
    await link()
    const reading = {
      sourceStatus: 'LIVE' as const,
      title: 'Jazz',
      endDate: null,
      dates: [],
      isMissing: false,
    }
    const applied = await applyReadings(database.db, [
      { ...reading, eventId: overtaken, basedOnCount: '7' },
      { ...reading, eventId, basedOnCount: '0' },
    ])
    expect(applied).toEqual([eventId])
    expect((await findLinkStatus(database.db, overtaken))?.sourceStatus).toBe('DRAFT')
  })

  it('that finds a missing event again clears the mark', async () => {
    await apply({ sourceStatus: 'CANCELLED', isMissing: true })
    expect((await status())?.missingAt).not.toBeNull()
    await apply({ sourceStatus: 'CANCELLED' })
    expect((await status())?.missingAt).toBeNull()
  })

  it('that does not find the event live clears its sales status and prices', async () => {
    await markRegistered(database.db, eventId)
    await apply({ sourceStatus: 'LIVE' })
    await applyShopReading(database.db, { hiEventId, salesStatus: 'low', prices: PRICES, ageMs: 0 })
    await apply({ sourceStatus: 'DRAFT' })
    await queue(1)
    expect(await reports()).toMatchObject([{ source_status: 'DRAFT', sales_status: null, prices: null }])
  })
})

describe('a reading of a shop', () => {
  const applyShop = (salesStatus: 'low' | 'sold_out', ageMs: number) =>
    applyShopReading(database.db, { hiEventId, salesStatus, prices: null, ageMs })

  it('does not replace a later one that was applied before it', async () => {
    await apply({ sourceStatus: 'LIVE' })
    expect(await applyShop('sold_out', 60_000)).toBe(eventId)
    expect(await applyShop('low', 120_000)).toBeUndefined()
  })

  it('replaces one that was stored with a time that is still to come', async () => {
    await apply({ sourceStatus: 'LIVE' })
    expect(await applyShop('sold_out', -3_600_000)).toBe(eventId)
    expect(await applyShop('low', 0)).toBe(eventId)
  })

  it('changes nothing when the event is not live', async () => {
    expect(await applyShop('sold_out', 2_000)).toBeUndefined()
  })
})

describe('a status report', () => {
  it('is not queued before the API was told of the link', async () => {
    expect(await queue(1)).toBe(false)
    await markRegistered(database.db, eventId)
    expect(await queue(1)).toBe(true)
  })

  it('is not queued twice for the same status', async () => {
    await markRegistered(database.db, eventId)
    expect([await queue(1), await queue(2)]).toEqual([true, false])
    await Promise.all(Array.from({ length: 8 }, () => apply({ sourceStatus: 'LIVE' })))
    expect((await Promise.all(Array.from({ length: 8 }, () => queue(3)))).filter(Boolean)).toHaveLength(1)
  })

  it('has a later time than the one before it, although the clock was set back', async () => {
    await markRegistered(database.db, eventId)
    await queue(5_000)
    await apply({ sourceStatus: 'LIVE' })
    await queue(1_000)
    expect((await reports()).map((each) => [each.source_status, Number(each.sent_at_ms)])).toEqual([
      ['DRAFT', 5_000],
      ['LIVE', 5_001],
    ])
  })

  it('is not queued before the API knows of another Hi.Events event', async () => {
    await markRegistered(database.db, eventId)
    await queue(5_000)
    hiEventId += 100_000
    await link()
    await apply({ sourceStatus: 'LIVE' })
    expect(await queue(6_000)).toBe(false)
    await markRegistered(database.db, eventId)
    expect(await queue(6_000)).toBe(true)
  })

  it('keeps its times rising when the event is linked to another Hi.Events event', async () => {
    await markRegistered(database.db, eventId)
    await queue(5_000)
    hiEventId += 100_000
    await link()
    await markRegistered(database.db, eventId)
    await queue(1_000)
    expect((await reports()).map((each) => Number(each.sent_at_ms))).toEqual([5_000, 5_001])
  })
})

describe('a refusal by the API', () => {
  const refuse = async () => {
    const [report] = await reports()
    await stopReports(database.db, { id: report?.id ?? '', eventId, hiEventId }, 'conflict')
  }

  it('stops the reports of its pair', async () => {
    await markRegistered(database.db, eventId)
    await queue(1)
    await refuse()
    await apply({ sourceStatus: 'LIVE' })
    expect(await queue(2)).toBe(false)
  })

  it('of a report from before the latest linking stops nothing', async () => {
    await markRegistered(database.db, eventId)
    await queue(1)
    await markRegistered(database.db, eventId)
    await refuse()
    expect((await status())?.stoppedAt).toBeNull()
    expect(await queue(2)).toBe(true)
  })
})
