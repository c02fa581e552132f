import type { TicketDate, TuvensEvent } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  startWorld,
  statusMessage,
  type TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'
import { StreamReader } from '../../test-support/stream.ts'
import { moveToNextDates } from '../maintenance/store.ts'

let world: TestWorld
let api: TestApi
let owner: TestUser
let nextId = 4_000
beforeAll(async () => {
  world = await startWorld()
  api = world.api
  owner = await api.person()
})
afterAll(() => world.end())

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()
const date = (id: number, hours: number, state: TicketDate['state'] = 'open'): TicketDate => ({
  id,
  startDate: inHours(hours),
  endDate: inHours(hours + 1),
  label: null,
  state,
})
const report = (eventId: string, hiEventId: number, dates?: TicketDate[], status = 'LIVE') => {
  const message = statusMessage(eventId, hiEventId, status)
  return api.webhook({ ...message, payload: { ...message.payload, ...(dates && { dates }) } })
}
const read = async (id: string): Promise<TuvensEvent> => (await api.app.inject(`/api/events/${id}`)).json()

describe('the dates of a status report', () => {
  it("are the event's for every reader, and gone with the report that has none", async () => {
    const event = await api.event(owner)
    const id = nextId++
    const dates = [date(1, 24), date(2, 48, 'sold_out'), date(3, 72, 'cancelled')]
    expect((await report(event.id, id, dates)).statusCode).toBe(200)
    expect((await read(event.id)).ticketing_dates).toEqual(dates)
    await report(event.id, id)
    expect(await read(event.id)).not.toHaveProperty('ticketing_dates')
  })

  it('of a draft are shown to nobody', async () => {
    const event = await api.event(owner)
    await report(event.id, nextId++, [date(1, 24), date(2, 48)], 'DRAFT')
    expect(await read(event.id)).not.toHaveProperty('ticketing_dates')
  })

  it('are sent to open pages when one of them changes, and not when none does', async () => {
    const event = await api.event(owner)
    const id = nextId++
    const dates = [date(1, 24), date(2, 48)]
    await report(event.id, id, dates)
    const reader = await StreamReader.open(`${await api.listen()}/api/events/updates?event_id=${event.id}`)
    await reader.until((each) => each.changes.length === 1)
    await report(event.id, id, dates)
    const changed = [date(1, 24, 'cancelled'), ...dates.slice(1)]
    await report(event.id, id, changed)
    await reader.until((each) => each.changes.length === 2)
    expect(reader.changes.map((each) => [each.version, each.dates])).toEqual([
      [1, dates],
      [2, changed],
    ])
    reader.close()
  })

  it('are refused when they are no dates', async () => {
    const event = await api.event(owner)
    const wrong = { ...date(1, 24), startDate: '2026-02-30T99:00:00Z' }
    expect((await report(event.id, nextId++, [wrong])).statusCode).toBe(400)
  })
})

describe('an event of several dates in lists', () => {
  const list = async (when: string): Promise<string[]> => {
    const answer = await api.app.inject(`/api/events?account_id=${owner.accountId}&when=${when}&limit=100`)
    return answer.json().events.map(({ id }: TuvensEvent) => id)
  }
  const order = async (when: string, ids: string[]) => (await list(when)).filter((id) => ids.includes(id))

  it('stands where its next date is, and is over after the last', async () => {
    const begun = { startDate: inHours(-200), endDate: inHours(-199) }
    const several = await api.event(owner, begun)
    const single = await api.event(owner, { startDate: inHours(30), endDate: inHours(31) })
    const [id, ids] = [nextId++, [several.id, single.id]]
    expect(await order('past', ids)).toEqual([several.id])
    await report(several.id, id, [date(1, -200, 'past'), date(2, 24, 'cancelled'), date(3, 40)])
    expect(await order('upcoming', ids)).toEqual([single.id, several.id])
    await report(several.id, id, [date(1, -200, 'past'), date(2, 24), date(3, 40)])
    expect(await order('upcoming', ids)).toEqual([several.id, single.id])
    await report(several.id, id, [date(1, -200, 'past'), date(2, -24)])
    expect(await order('past', ids)).toEqual([several.id])
    await report(several.id, id, [date(1, 24, 'cancelled'), date(2, 48, 'cancelled')], 'CANCELLED')
    expect(await order('past', ids)).toEqual([several.id])
  })

  it('moves on to the next date when one has passed', async () => {
    const several = await api.event(owner)
    const single = await api.event(owner, { startDate: inHours(30), endDate: inHours(31) })
    const ids = [several.id, single.id]
    await report(several.id, nextId++, [date(1, -0.5), date(2, 48)])
    expect(await order('upcoming', ids)).toEqual([several.id, single.id])
    // Half an hour later; the trigger would see the end that has passed.
    const { db } = world.database
    await db`alter table events disable trigger events_next_date`
    await db`update events set next_end = now() - interval '1 second' where id = ${several.id}`
    await db`update events set ticket_dates = jsonb_set(ticket_dates, '{0,endDate}', to_jsonb(now() - interval '1 second'))
      where id = ${several.id}`
    await db`alter table events enable trigger events_next_date`
    expect(await moveToNextDates(db)).toBe(1)
    expect(await order('upcoming', ids)).toEqual([single.id, several.id])
    expect(await moveToNextDates(db)).toBe(0)
  })
})
