import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../../test-support/fake-shop.ts'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../../test-support/harness.ts'
import { Visitor } from '../../../test-support/visitor.ts'
import { type RebuildFinding, needsAttention, rebuildLinks } from './rebuild-links.ts'
import { findLink } from '../../linking/store.ts'

let test: Harness
let account = 600
let id: number
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  account++
  id = account * 10
  await land(id)
})

async function land(eventId: number, linked: number | null = null): Promise<FakeEvent> {
  const person = { account_id: account, email: `person-${account}@tuvens.test` }
  const event = eventOf(String(eventId), { hi_events_event_id: linked, ticketing_enabled: linked !== null })
  const { body } = await new Visitor(test).land({ session_token: test.api.issueToken({ ...person, event }) })
  const [, made] = /event\/(\d+)/.exec(body['next'] ?? '') ?? []
  return test.hiEvents.world.events.find((each) => each.id === Number(made)) as FakeEvent
}
const original = () =>
  test.hiEvents.world.events.find((each) => carriesId(each) && each.title !== 'Copy') as FakeEvent
const carriesId = (each: FakeEvent) => each.attributes.some(({ value }) => value === String(id))
const copy = (of: FakeEvent, more: Partial<FakeEvent> = {}): FakeEvent => {
  const { world } = test.hiEvents
  const made = { ...of, id: world.nextId++, title: 'Copy', ...more }
  world.events.push(made)
  return made
}
const remove = (event: FakeEvent) => {
  const { world } = test.hiEvents
  world.events = world.events.filter((each) => each !== event)
}
const forget = () => test.database.db`delete from links where tuvens_account_id = ${account}`
const link = () => findLink(test.database.db, String(id))

async function run(isDryRun = false): Promise<RebuildFinding[]> {
  const findings: RebuildFinding[] = []
  await rebuildLinks(test.context, { isDryRun, report: (each) => findings.push(each) })
  return findings.filter((each) => each.accountId === account)
}
const kinds = (findings: RebuildFinding[]) => findings.map((each) => [each.kind, each.hiEventId])

describe('rebuilding links from the attributes', () => {
  it('restores all links of an account that lost them', async () => {
    await land(id + 1)
    const before = await test.database.db`
      select tuvens_event_id, hi_event_id, title, source_status, end_date from link_statuses
      join links using (tuvens_event_id, hi_event_id)
      where tuvens_account_id = ${account} order by 1`
    await forget()
    expect((await run()).map((each) => each.kind).sort()).toEqual(['made', 'made'])
    const after = await test.database.db`
      select tuvens_event_id, hi_event_id, title, source_status, end_date from link_statuses
      join links using (tuvens_event_id, hi_event_id)
      where tuvens_account_id = ${account} order by 1`
    expect(after).toEqual(before)
  })

  it('queues a status report for the API and does not change the organiser’s settings', async () => {
    const event = original()
    event.status = 'LIVE'
    await forget()
    await run()
    const [message] = await test.database.db`
      select source_status, hi_event_id from outbox where tuvens_event_id = ${id} order by sent_at_ms desc limit 1`
    expect(message).toEqual({ source_status: 'LIVE', hi_event_id: String(event.id) })
    expect(await link()).toMatchObject({ settingsAt: expect.any(Date), landedAt: expect.any(Date) })
  })

  it('changes nothing the second time', async () => {
    await forget()
    await run()
    expect(kinds(await run())).toEqual([['kept', original().id]])
  })

  it('only reports the links in a dry run', async () => {
    await forget()
    expect(kinds(await run(true))).toEqual([['made', original().id]])
    expect(await link()).toBeUndefined()
  })

  it('keeps the linked event although a copy has a lower id', async () => {
    const event = original()
    const later = copy(event)
    await test.database.db`update links set hi_event_id = ${later.id} where tuvens_event_id = ${id}`
    expect(kinds(await run())).toEqual([
      ['kept', later.id],
      ['copy', event.id],
    ])
    expect((await link())?.hiEventId).toBe(later.id)
  })

  it('links the lowest id when no link is stored', async () => {
    const event = original()
    const later = copy(event)
    await forget()
    expect(kinds(await run())).toEqual([
      ['made', event.id],
      ['copy', later.id],
    ])
  })

  it('links the event that replaced a deleted one, not a copy of the deleted one', async () => {
    const event = original()
    const early = copy(event)
    remove(event)
    const made = await land(id, event.id)
    await forget()
    expect(kinds(await run())).toEqual([
      ['made', made.id],
      ['copy', early.id],
    ])
  })

  it('never links a copy of a linked event that was deleted', async () => {
    const event = original()
    const left = copy(event)
    remove(event)
    expect(await run()).toMatchObject([
      { kind: 'lost', hiEventId: left.id, words: `${event.id} was linked and is gone` },
    ])
    expect((await link())?.hiEventId).toBe(event.id)
  })

  it('keeps a link whose event lost its attribute', async () => {
    const event = original()
    copy(event)
    event.attributes = []
    expect((await run()).map((each) => each.kind)).toEqual(['kept', 'copy'])
  })

  it('reports a conflict when either event is linked elsewhere', async () => {
    await test.database.db`update links set tuvens_account_id = 601 where tuvens_event_id = ${id}`
    const [elsewhere] = account === 601 ? [] : await run()
    if (elsewhere !== undefined) expect(needsAttention(elsewhere)).toBe(true)
    await test.database.db`delete from links where tuvens_event_id = ${id}`
    await test.database.db`
      insert into links (tuvens_event_id, tuvens_account_id, hi_event_id)
      values (${id + 5}, ${account}, ${original().id})`
    expect(kinds(await run())).toEqual([['conflict', original().id]])
  })

  it.each(['x', '0', '-1', '1e3', '9'.repeat(30), '11; drop table links'])(
    'ignores the attribute %j, which is not an event id',
    async (value) => {
      test.api.links.clear()
      original().attributes[0] = { name: 'tuvens_event_id', value, is_public: false }
      expect(await run()).toEqual([])
    },
  )

  it('reports an account that cannot be read, and continues with the others', async () => {
    const first = account
    account++
    id = account * 10
    await land(id)
    await forget()
    const [row] = await test.database
      .db`select hi_account_id from accounts where tuvens_account_id = ${first}`
    test.hiEvents.world.users
      .filter((each) => each.accountIds.includes(Number(row?.['hi_account_id'])))
      .forEach((each) => (each.password = 'changed'))
    test.hiEvents.world.tokens.clear()
    const findings: RebuildFinding[] = []
    await rebuildLinks(test.context, { isDryRun: false, report: (each) => findings.push(each) })
    expect(findings.find((each) => each.accountId === first)).toMatchObject({
      kind: 'unread',
      words: expect.stringContaining('unauthorised'),
    })
    expect(kinds(findings.filter((each) => each.accountId === account))).toEqual([['made', original().id]])
  })
})
