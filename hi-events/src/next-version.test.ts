import { defaultFlagState } from '@tuvens/platform/flags/evaluator'
import { AssertionError } from 'node:assert'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../test-support/fake-shop.ts'
import { eventOf } from '../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../test-support/harness.ts'
import { numberedRecording, recording, recordingNames } from '../test-support/recordings.ts'
import { findCapability } from './status/capabilities.ts'
import { Visitor } from '../test-support/visitor.ts'

/** The ticket origin in front of the version of Hi.Events whose events have several dates. */

let test: Harness
let next = 7000
let id: string
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness({ withLoops: true })
})
afterAll(() => test.stop())
beforeEach(() => {
  test.hiEvents.faults.length = 0
  test.hiEvents.world.hasDates = true
  id = String(next++)
})

const land = (of = eventOf(id)) =>
  new Visitor(test).land({ session_token: test.api.issueToken({ event: of }) })
/** Lands with a new event. */
async function begin(): Promise<void> {
  await land()
  const created = carriers()[0]
  if (created === undefined) throw new AssertionError({ message: 'the landing created no event' })
  event = created
}
const carriers = () =>
  test.hiEvents.world.events.filter((each) => each.attributes.some(({ value }) => value === id))
const told = () =>
  test.api.statuses.filter((each) => each.payload.tuvens_event_id === id).map((each) => each.payload.status)
const isTold = (status: string) => until(() => told().at(-1) === status, `${status}, not ${told().join()}`)
const link = async () => {
  const [row] = await test.database.db`
    select hi_event_id, source_status, end_date from link_statuses where tuvens_event_id = ${id}`
  return row
}

/** Days from now. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const dateOf = (number: number, days: number, more = {}) => ({
  id: number,
  start_date: day(days),
  end_date: day(days + 0.1),
  status: 'ACTIVE' as const,
  capacity: 30,
  used: 0,
  label: null,
  ...more,
})

describe('a landing', () => {
  it('ends on the new event and knows its end, although the answer has no dates', async () => {
    const of = eventOf(id)
    expect((await land(of)).status).toBe(200)
    expect((await link())?.['end_date']?.toISOString()).toBe(of.endDate)
    expect(told().at(-1) ?? 'DRAFT').toBe('DRAFT')
  })

  it.each(recordingNames('next').filter((each) => /event-(create|get)-|event-for-price/.test(each)))(
    'ends when the event is answered as recorded: %s',
    async (name) => {
      const { response } = numberedRecording('next', name)
      const read = response.body as { data: { id: number } }
      const reads = name.includes('single') ? 'event-get-single' : 'event-get-recurring'
      test.hiEvents.faults.push(
        { match: 'POST /api/events', kind: 'error', value: 200, body: read },
        {
          // By its id: the loops read events of other tests meanwhile.
          match: `GET /api/events/${read.data.id}`,
          kind: 'error',
          value: 200,
          body: recording('next', reads).response.body as object,
        },
      )
      await test.database.db`delete from links`
      expect((await land()).status).toBe(200)
      expect(Number((await link())?.['hi_event_id'])).toBe(read.data.id)
    },
  )
})

describe('an event of several dates', () => {
  beforeEach(async () => {
    await begin()
    event.dates = [dateOf(17, -7), dateOf(18, 1), dateOf(19, 8)]
    event.end_date = day(-6)
  })

  it('is on sale while one of them is to come, and over after the last', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    event.dates = [dateOf(17, -7), dateOf(18, -1), dateOf(19, -0.5)]
    await isTold('ENDED')
  })

  it('is reported with its dates, and again when one alone changes', async () => {
    const reported = () =>
      test.api.statuses.findLast((each) => each.payload.tuvens_event_id === id)?.payload.dates ?? []
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await until(() => reported().length === 3, 'the dates')
    expect(reported().map((each) => [each.id, each.state])).toEqual([
      [17, 'past'],
      [18, 'open'],
      [19, 'open'],
    ])
    for (const date of event.dates ?? []) if (date.id === 19) date.status = 'CANCELLED'
    await test.hiEvents.deliver(event, 'event.updated')
    await until(() => reported().at(-1)?.state === 'cancelled', 'the cancelled date')
    const count = told().length
    await test.hiEvents.deliver(event, 'event.updated')
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await isTold('DRAFT')
    expect(told()).toHaveLength(count + 1)
  })

  it('is cancelled when all of them are', async () => {
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    for (const date of event.dates ?? []) date.status = 'CANCELLED'
    await isTold('CANCELLED')
  })

  it('ends with the last that takes place', async () => {
    event.dates = [dateOf(18, 1), dateOf(19, 8, { status: 'CANCELLED' })]
    await test.hiEvents.setStatus(event.id, 'LIVE')
    const end = event.dates[0]?.end_date ?? ''
    await until(async () => (await link())?.['end_date']?.toISOString() === end, 'the end of the first date')
  })
})

describe('an upstream that is upgraded while links exist', () => {
  it('goes on with the same links and makes no second event', async () => {
    test.hiEvents.world.hasDates = false
    await begin()
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    await until(async () => (await findCapability(test.context.db, 'dates')) === false, 'no capability')
    test.hiEvents.world.hasDates = true
    await land()
    expect(carriers()).toEqual([event])
    expect(Number((await link())?.['hi_event_id'])).toBe(event.id)
    await test.hiEvents.setStatus(event.id, 'DRAFT')
    await isTold('DRAFT')
    await test.hiEvents.setStatus(event.id, 'LIVE')
    await isTold('LIVE')
    expect(told()).toEqual(expect.not.arrayContaining(['ENDED', 'CANCELLED']))
    await until(async () => (await findCapability(test.context.db, 'dates')) === true, 'the capability')
  })
})

describe('an event of several dates of an account for which the flag several-dates is off', () => {
  const ACCOUNT = 7
  const setFlag = async (except_accounts: number[]) => {
    const state = { ...defaultFlagState('several-dates'), version: ++next, except_accounts }
    test.api.flags.states = [state]
    const isSet = () =>
      test.context.flags.isOn('several-dates', { accountId: ACCOUNT }) === !except_accounts.length
    await until(isSet, 'the flag')
  }
  const datesTold = () =>
    test.api.statuses
      .filter((each) => each.payload.tuvens_event_id === id)
      .map(({ payload }) => payload.dates?.length ?? 0)

  it('is reported without its dates, and with them once the flag is on again', async () => {
    await setFlag([ACCOUNT])
    try {
      await begin()
      event.dates = [dateOf(31, 5), dateOf(32, 9)]
      await test.hiEvents.setStatus(event.id, 'LIVE')
      await isTold('LIVE')
      expect(datesTold().every((count) => count === 0)).toBe(true)
    } finally {
      await setFlag([])
    }
    await until(() => datesTold().at(-1) === 2, 'the dates')
  })
})
