import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { type Harness, startHarness, until } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const alerts: unknown[] = []
let test: Harness
let next = 8000
let shift = 0
let event: FakeEvent
let id: string

beforeAll(async () => {
  test = await startHarness({ withLoops: true, overrides: { clock: { now: () => Date.now() + shift } } })
  test.context.log.error = (fields: { alert?: string }) => void alerts.push(fields.alert)
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.api.faults.length = 0
  shift = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  await untilReported('DRAFT')
  alerts.length = 0
})

const messages = () => test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
const untilReported = (status: string) =>
  until(() => messages().at(-1)?.payload.status === status, `a report of ${status}`)
const areOrdered = () => {
  const times = messages().map((each) => each.event_sent_at)
  expect(times).toEqual([...new Set(times)].toSorted())
}

describe("a ticket origin whose clock is ahead of the API's", () => {
  it.each([MINUTE, DAY])('by %d ms goes on reporting, and its reports stay in order', async (ahead) => {
    shift = ahead
    for (const status of ['LIVE', 'DRAFT', 'LIVE']) {
      await test.hiEvents.setStatus(event.id, status)
      await untilReported(status)
    }
    areOrdered()
    expect(alerts).toContain('SENT_IN_FUTURE')
    shift = 0
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await untilReported('DRAFT')
    areOrdered()
  })

  it('repeats its reports within seconds while the difference makes signatures expire', async () => {
    test.api.faults.push({
      match: /event-status-changed/,
      kind: 'error',
      times: 2,
      value: 401,
      body: { code: 'SIGNATURE_EXPIRED' },
    })
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await untilReported('LIVE')
    const [row] = await test.database.db`
      select attempts from outbox where tuvens_event_id = ${id} order by sent_at_ms desc limit 1`
    expect(row).toEqual({ attempts: 1 })
  })
})

describe('a report from the future', () => {
  it('takes those along that wait with a time from the future: they would come after it once the clock is right', async () => {
    await test.database.db`
      insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms, next_attempt_at)
      select gen_random_uuid(), tuvens_event_id, hi_event_id, title, 'CANCELLED', ${Date.now() + DAY},
        now() + interval '1 hour' from link_statuses where tuvens_event_id = ${id}`
    shift = DAY
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await untilReported('LIVE')
    const waiting = await test.database.db`
      select source_status from outbox where tuvens_event_id = ${id} and source_status = 'CANCELLED'`
    expect(waiting).toEqual([])
  })

  it('leaves the numbers of reports that were delivered, also when our clock is behind by then', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await untilReported('LIVE')
    shift = -60 * MINUTE
    const future = Date.now() + 60 * MINUTE
    await test.database.db.begin(async (sql) => {
      await sql`update link_statuses set sent_at_ms = ${future} where tuvens_event_id = ${id}`
      await sql`
        insert into outbox (id, tuvens_event_id, hi_event_id, title, source_status, sent_at_ms)
        select gen_random_uuid(), tuvens_event_id, hi_event_id, title, 'LIVE', ${future}
        from link_statuses where tuvens_event_id = ${id}`
    })
    await until(() => alerts.includes('SENT_IN_FUTURE'), 'the refusal')
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await untilReported('DRAFT')
    areOrdered()
  })
})

describe('a link whose number is from when a clock was ahead', () => {
  it('starts again at the present', async () => {
    await test.database.db`
      update link_statuses set sent_at_ms = ${Date.now() + DAY} where tuvens_event_id = ${id}`
    await test.database.db`
      update outbox set sent_at_ms = ${Date.now() + DAY} where tuvens_event_id = ${id}`
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await untilReported('LIVE')
    areOrdered()
  })
})
