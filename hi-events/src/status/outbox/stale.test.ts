import type { Loop } from '@tuvens/platform/work'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import type { InjectedFault } from '../../../test-support/server.ts'
import { type Harness, startHarness, until } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { startInbox } from '../../relay/inbox.ts'
import { startOutbox } from './deliver.ts'

const DAY_MS = 86_400_000
const warnings: unknown[] = []
let test: Harness
let loops: Loop[]
let next = 8800
let shift = 0
let event: FakeEvent
let id: string

beforeAll(async () => {
  test = await startHarness({ overrides: { clock: { now: () => Date.now() + shift } } })
  test.context.log.warn = (fields: { behindMs?: number }) => void warnings.push(fields.behindMs)
  // No sweep: one that ran after the numbers were lost and before the change would report the status before it once more.
  loops = [startInbox(test.context), startOutbox(test.context)]
})
afterAll(async () => {
  await Promise.all(loops.map((each) => each.stop()))
  await test.stop()
})
beforeEach(async () => {
  test.api.faults.length = 0
  shift = 0
  id = String(next++)
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(id) }) })
  event = test.hiEvents.world.events.at(-1) as FakeEvent
  await untilReported('DRAFT')
  warnings.length = 0
})

/** What its organiser clicks. Each read of the event after the webhook sees the change. */
const change = async (status: string) => {
  event.status = status
  await test.hiEvents.deliver(event, 'event.updated')
}
/** Each call with a report of LIVE fails in this way, until the faults are removed: its next attempt may come soon. */
const failLive = async (fault: Pick<InjectedFault, 'kind' | 'value'>) => {
  test.api.faults.push({ match: /event-status/, holds: 'LIVE', times: Infinity, ...fault })
  await change('LIVE')
  const calls = () => test.api.seen.filter(({ raw }) => raw.includes(id) && raw.includes('LIVE'))
  await until(() => calls().length > 0, 'a report that fails')
}
const messages = () => test.api.statuses.filter((each) => each.payload.tuvens_event_id === id)
const untilReported = (status: string) =>
  until(() => messages().at(-1)?.payload.status === status, `a report of ${status}`)
const timeOf = (message: { event_sent_at: string } | undefined) => Date.parse(message?.event_sent_at ?? '')
const loseNumbers = () => test.database.db`
  update link_statuses set sent_at_ms = 0, sent_source_status = null where tuvens_event_id = ${id}`
const waiting = () => test.database.db`
  select 1 from outbox where tuvens_event_id = ${id} and delivered_at is null`

describe('a report that is older than another one that the API has', () => {
  it("is sent again with a later number when the link's numbers were lost and the clock is behind", async () => {
    const [newest] = messages()
    await loseNumbers()
    shift = -DAY_MS
    await change('LIVE')
    await until(() => messages().length === 3, 'the same report once more')
    expect(messages().map(({ payload }) => payload.status)).toEqual(['DRAFT', 'LIVE', 'LIVE'])
    expect(timeOf(messages().at(-1))).toBe(timeOf(newest) + 1)
    expect(warnings.filter((behindMs) => Number(behindMs) > DAY_MS / 2)).toHaveLength(1)
    await change('DRAFT')
    await untilReported('DRAFT')
    expect(messages()).toHaveLength(4)
  })

  it('is sent again in the state that was read since', async () => {
    const [first] = messages()
    await loseNumbers()
    shift = -DAY_MS
    await failLive({ kind: 'lost' })
    await change('DRAFT')
    const newest = () =>
      messages()
        .toSorted((a, b) => timeOf(a) - timeOf(b))
        .at(-1)
    await until(() => newest() !== first && newest()?.payload.status === 'DRAFT', 'a newer report of DRAFT')
    test.api.faults.length = 0
    await until(async () => (await waiting()).length === 0, 'all reports')
    expect(messages().filter((each) => timeOf(each) > timeOf(first))).toHaveLength(1)
  })

  it('is not sent again when a later one of its link was queued: it only arrived late', async () => {
    await failLive({ kind: 'error', value: 503 })
    await change('DRAFT')
    await until(() => messages().length === 2, 'the report of DRAFT')
    test.api.faults.length = 0
    await until(async () => messages().length === 3 && (await waiting()).length === 0, 'all three reports')
    expect(messages().map(({ payload }) => payload.status)).toEqual(['DRAFT', 'DRAFT', 'LIVE'])
    expect(warnings.filter((behindMs) => behindMs !== undefined)).toEqual([])
  })
})
