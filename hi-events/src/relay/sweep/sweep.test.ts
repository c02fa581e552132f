import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { type Harness, startHarness, until } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

let test: Harness
let next = 3000
let event: FakeEvent
let id: string
beforeAll(async () => {
  test = await startHarness({ withLoops: true })
  test.hiEvents.isSilent = true
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  await isTold('DRAFT')
})

const told = () =>
  test.api.statuses.filter((each) => each.payload.tuvens_event_id === id).map((each) => each.payload.status)
const sweep = async () => (await test.database.db`select * from sweeps where tuvens_account_id = 7`)[0]
const isTold = (status: string) => until(() => told().at(-1) === status, status)
/** Waits for a sweep that ends after this call. */
async function sweptAgain(): Promise<void> {
  const [row] = await test.database.db`select now() as now`
  await until(async () => (await sweep())?.['swept_at'] > row?.['now'], 'the next sweep')
}

describe('without any webhook', () => {
  it.each([
    ['LIVE', 'LIVE'],
    ['ARCHIVED', 'CANCELLED'],
  ])('the sweep finds the status %s', async (status, expected) => {
    event.status = status
    await isTold(expected)
  })

  it('an event is reported as ENDED when its end has come', async () => {
    event.status = 'LIVE'
    await isTold('LIVE')
    await test.database.db`update sweeps set due_at = now() + interval '1 hour'`
    event.end_date = new Date(Date.now() - 1_000).toISOString()
    await test.database
      .db`update link_statuses set end_date = ${event.end_date} where tuvens_event_id = ${id}`
    await isTold('ENDED')
    await test.database.db`update sweeps set due_at = now()`
  })

  it('an event that stays LIVE after its end is read only a few times', async () => {
    test.hiEvents.world.lateMs = 4_000
    event.end_date = new Date(Date.now() + 1_500).toISOString()
    event.status = 'LIVE'
    await isTold('LIVE')
    const before = reads()
    await isTold('ENDED')
    test.hiEvents.world.lateMs = 0
    expect(reads() - before).toBeLessThanOrEqual(8)
  })

  it('a deleted event is reported as CANCELLED and its link is marked missing', async () => {
    const { world } = test.hiEvents
    world.events = world.events.filter((each) => each !== event)
    await isTold('CANCELLED')
    const [link] = await test.database.db`select missing_at from link_statuses where tuvens_event_id = ${id}`
    expect(link?.['missing_at']).not.toBeNull()
  })

  it('an event that cannot be read does not delay the others', async () => {
    const [oddId, odd] = [id, event]
    id = String(next++)
    await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
    event = test.hiEvents.world.events.at(-1) as FakeEvent
    const fault = { match: `GET /api/events/${odd.id}`, kind: 'html', times: 1_000 } as const
    test.hiEvents.faults.push(fault)
    // Whether an event that is not listed is gone, only its own reading tells.
    const { events } = test.hiEvents.world
    events.splice(events.indexOf(odd), 1)
    event.status = 'LIVE'
    await isTold('LIVE')
    await until(async () => (await sweep())?.['error'] === 'invalid')
    test.hiEvents.faults.length = 0
    odd.status = 'LIVE'
    events.push(odd)
    id = oddId
    await isTold('LIVE')
  })

  it('a change whose report cannot be stored is found by the next sweep', async () => {
    const { db } = test.database
    const lists = () => test.hiEvents.count('GET /api/events')
    await db`alter table outbox add constraint is_full check (source_status <> 'LIVE') not valid`
    event.status = 'LIVE'
    const before = lists()
    await until(() => lists() >= before + 3, 'sweeps that fail')
    await db`alter table outbox drop constraint is_full`
    await isTold('LIVE')
  })

  it('an account with several events is swept by one list call', async () => {
    const ids = [String(next++), String(next++), String(next++)]
    for (const each of ids)
      await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(each) }) })
    const [from, before] = [test.hiEvents.seen.length, reads()]
    await sweptAgain()
    await sweptAgain()
    const lists = test.hiEvents.seen.slice(from).filter((each) => each.path === '/api/events')
    expect(lists.map((each) => each.query.get('page'))).toEqual(lists.map(() => '1'))
    expect(reads()).toBe(before)
  })

  const reads = () => test.hiEvents.count(/^GET \/api\/events\/\d+$/)
})

describe('while the ticket system fails', () => {
  it('the sweep stores the failure, changes nothing, and continues afterwards', async () => {
    test.hiEvents.faults.push({ match: 'GET /api/events', kind: 'error', value: 500, times: 3 })
    event.status = 'LIVE'
    await until(async () => (await sweep())?.['error'] === 'failed')
    await isTold('LIVE')
    await until(async () => (await sweep())?.['error'] === null)
  })

  it.each(['html', 'nonsense', 'redirect', 'huge'] as const)(
    'a response of the kind %s changes nothing',
    async (kind) => {
      const before = told().length
      test.hiEvents.faults.push({ match: 'GET /api/events', kind, times: 1 })
      await until(() => test.hiEvents.faults.every((each) => each.times === 0))
      await sweptAgain()
      expect(told()).toHaveLength(before)
    },
  )

  it('an account with a refused login is swept rarely, and at once after its owner has signed in again', async () => {
    const { world } = test.hiEvents
    for (const user of world.users) user.password = 'changed by hand'
    world.tokens.clear()
    const refused = await until(async () => {
      const row = await sweep()
      return row?.['error'] === 'unauthorised' ? row : null
    }, 'unauthorised')
    expect(refused['due_at'].getTime() - Date.now()).toBeGreaterThan(1_000)
    event.status = 'LIVE'
    const visitor = new Visitor(test)
    await visitor.land({ session_token: test.api.issueToken({ event: eventOf(String(next++)) }) })
    const form = { email: 'olga@tuvens.test', password: 'changed by hand' }
    expect((await visitor.post('/auth/cross-app/sign-in', form)).status).toBe(303)
    await isTold('LIVE')
    await until(async () => (await sweep())?.['error'] === null, 'no error')
  })
})
