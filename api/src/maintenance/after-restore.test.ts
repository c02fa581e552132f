import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld } from '../../test-support/api.ts'
import { adoptDatabase } from './after-restore.ts'

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.end())

it('a restored database skips versions, begins a new change log and tells all details again', async () => {
  const { api } = world
  const user = await api.person()
  const event = await api.event(user)
  const { db } = api.context
  await db`update events set hi_events_event_id = 7, ticketing_version = 3 where id = ${event.id}`
  await db`insert into ticketing_changes (event_id, version, status, phase) values (${event.id}, 3, 'setup', 'preparing')`
  const look = async () => {
    const [row] = await db`
      select revision, edited_revision, ticketing_version, (select count(*)::int from ticketing_changes) as changes,
        (select count(*)::int from event_edits) as edits, (select xid > '0'::xid8 from last_deleted_change) as is_begun
      from events where id = ${event.id}`
    return row
  }
  const before = await look()
  await adoptDatabase(api.context)
  expect(await look()).toEqual(before)
  await db`update database_incarnation set place = 'another cluster'`
  await adoptDatabase(api.context)
  expect(await look()).toEqual({
    revision: before?.['revision'] + 1_000_000,
    edited_revision: before?.['edited_revision'] + 1_000_000,
    ticketing_version: 1_000_003,
    changes: 0,
    edits: 1,
    is_begun: true,
  })
})
