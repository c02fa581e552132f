import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'

/** More than twenty pages of a hundred. */
const LINKS = 2_500
const FIRST = 20_000

let test: Harness
let first: FakeEvent
/** Called instead of a pause, such as the one between two pages. */
let onPause = () => {}
beforeAll(async () => {
  test = await startHarness({
    withLoops: true,
    env: { SWEEP_FAST_MS: '600000', SWEEP_STEADY_MS: '600000', SWEEP_SLOW_MS: '600000' },
    overrides: { sleep: () => Promise.resolve(onPause()) },
  })
  test.hiEvents.isSilent = true
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf(String(FIRST)) }) })
  first = test.hiEvents.world.events.at(-1) as FakeEvent
  await until(async () => (await sweepRow())?.['swept_at'], 'the sweep of the landing')
  const { world } = test.hiEvents
  for (let index = 1; index < LINKS; index++)
    world.events.push({
      ...first,
      id: world.nextId++,
      attributes: [{ name: 'tuvens_event_id', value: String(FIRST + index), is_public: false }],
    })
  const ids = world.events.slice(-LINKS + 1).map(({ id }) => id)
  const { db } = test.database
  await db`insert into links (tuvens_event_id, tuvens_account_id, hi_event_id)
    select ${FIRST}::bigint + place, 7, id from unnest(${ids}::bigint[]) with ordinality as made (id, place)`
  await db`insert into link_statuses (tuvens_event_id, hi_event_id, title, source_status, end_date, registered_at, read_at)
    select l.tuvens_event_id, l.hi_event_id, s.title, 'DRAFT', s.end_date, now(), now()
    from links l, link_statuses s where l.tuvens_event_id <> ${FIRST} and s.tuvens_event_id = ${FIRST}`
})
afterAll(() => test.stop())

const status = async (place: number) => {
  const [row] = await test.database.db`
    select source_status, missing_at from link_statuses where tuvens_event_id = ${FIRST + place}`
  return row
}
const sweepRow = async () => (await test.database.db`select * from sweeps where tuvens_account_id = 7`)[0]
/** Begins a sweep when the one before it has ended: a claim does not join a sweep that is under way. */
async function sweepNow(listed: boolean): Promise<void> {
  const { full, latest } = test.context.runningSweeps
  await until(() => full.size + latest.size === 0, 'the sweep before')
  await test.database.db`
    update sweeps set due_at = now(), error = null, listed_at = case when ${listed} then now() end where tuvens_account_id = 7`
}
const reads = () => test.hiEvents.count(/^GET \/api\/events\/\d+$/)
const lists = () => test.hiEvents.seen.filter(({ path }) => path.endsWith('/events')).length
const change = (event: FakeEvent) => {
  event.status = event.status === 'LIVE' ? 'DRAFT' : 'LIVE'
}
/** Messages that wait for calls: they came before the list is read. */
const leaveMessages = (events: FakeEvent[]) => test.database.db`
  insert into deliveries (tuvens_account_id, digest, event_type, hi_event_id, received_at, next_attempt_at)
  select 7, sha256(convert_to(id::text, 'UTF8')), 'event.updated', id, now() - interval '1 minute', now() + interval '1 hour'
  from unnest(${events.map(({ id }) => id)}::bigint[]) as made (id)
  on conflict (tuvens_account_id, digest) do update set processed_at = null, received_at = excluded.received_at`
const waiting = async () =>
  (await test.database.db`select hi_event_id::int as id from deliveries where processed_at is null`).map(
    ({ id }) => id,
  )

it('a full sweep of thousands of links ends, and finds the event that is gone', {
  timeout: 600_000,
}, async () => {
  const { world } = test.hiEvents
  const gone = world.events.findIndex(({ id }) => id === first.id + 1_000)
  world.events.splice(gone, 1)
  await sweepNow(false)
  await until(async () => {
    const [row] = await test.database
      .db`select count(*)::int as gone from link_statuses where missing_at is not null`
    return row?.['gone'] === 1
  }, 'the missing event')
  expect((await sweepRow())?.['error']).toBeNull()
})

it('a sweep in between reads the pages on which something changed, and one more', {
  timeout: 600_000,
}, async () => {
  // Latest change first: the fake lists its newest event first.
  for (const event of test.hiEvents.world.events.slice(-150)) event.status = 'LIVE'
  const before = lists()
  await sweepNow(true)
  await until(
    async () => (await status(LINKS - 150 + 5))?.['source_status'] === 'LIVE',
    'the change on the second page',
  )
  await until(async () => {
    const [row] = await test.database.db`select due_at > now() + interval '1 minute' as is_done from sweeps`
    return row?.['is_done']
  })
  await until(() => lists() - before >= 3)
  expect(lists() - before).toBe(3)
})

it('many changes are taken from the list, and so are the messages about them', {
  timeout: 600_000,
}, async () => {
  const changed = test.hiEvents.world.events.slice(-2_450)
  await leaveMessages(changed)
  const wasRead = reads()
  changed.forEach(change)
  await sweepNow(true)
  await until(async () => (await waiting()).length === 0, 'all messages')
  expect((await status(LINKS - 1))?.['source_status']).toBe('DRAFT')
  expect((await status(LINKS - 2_450 + 5))?.['source_status']).toBe('LIVE')
  expect(reads()).toBe(wasRead)
})

it('changes that come while a list is read do not end it: they move what was read on to the next page', {
  timeout: 600_000,
}, async () => {
  const { events } = test.hiEvents.world
  const changed = events.slice(-350)
  const [last] = changed
  changed.forEach(change)
  onPause = () => {
    onPause = () => {}
    const meanwhile = events.splice(1_000, 100)
    meanwhile.forEach(change)
    events.push(...meanwhile)
  }
  await sweepNow(true)
  await until(async () => {
    const [row] = await test.database.db`
      select source_status from link_statuses where hi_event_id = ${last?.id ?? 0}`
    return row?.['source_status'] === last?.status
  }, 'the change that was made first')
})

it('a message about an event stays when another reading came after the list and the event cannot be read', async () => {
  const { db } = test.database
  const { events } = test.hiEvents.world
  const [odd, other] = events.splice(500, 2) as [FakeEvent, FakeEvent]
  events.push(odd, other)
  await leaveMessages([odd, other])
  for (const each of [odd, other]) change(each)
  await db`update link_statuses set read_at = now() + interval '1 hour' where hi_event_id = ${odd.id}`
  test.hiEvents.faults.push({ match: `GET /api/events/${odd.id}`, kind: 'html', times: 1_000 })
  await sweepNow(true)
  await until(async () => (await sweepRow())?.['error'] === 'invalid', 'the failure')
  expect(await waiting()).toEqual([odd.id])
  test.hiEvents.faults.length = 0
})
