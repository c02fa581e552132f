import type { TicketPrices, TuvensEvent } from '@tuvens/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  startWorld,
  statusMessage,
  type TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'
import { StreamReader } from '../../test-support/stream.ts'

let world: TestWorld
let api: TestApi
let owner: TestUser
let event: TuvensEvent
let url: string
let nextId = 6_000
beforeAll(async () => {
  world = await startWorld()
  api = world.api
  owner = await api.person()
  url = await api.listen()
})
beforeEach(async () => {
  event = await api.event(owner)
  nextId++
})
afterAll(() => world.end())

const from = (least: string, most: string | null = least): TicketPrices => ({ currency: 'EUR', least, most })
const report = (prices?: object, status = 'LIVE') => {
  const message = statusMessage(event.id, nextId, status)
  return api.webhook({ ...message, payload: { ...message.payload, ...(prices && { prices }) } })
}
const openStream = () => StreamReader.open(`${url}/api/events/updates?event_id=${event.id}`)
const read = async (): Promise<TuvensEvent> => (await api.app.inject(`/api/events/${event.id}`)).json()

describe('the prices of a status report', () => {
  it("are the event's for every reader, and gone with the report that has none", async () => {
    expect((await report(from('12.50', '40.00'))).statusCode).toBe(200)
    expect((await read()).ticketing_prices).toEqual(from('12.50', '40.00'))
    const list = await api.app.inject(`/api/events?account_id=${owner.accountId}&limit=100`)
    expect(list.json().events.find((each: TuvensEvent) => each.id === event.id)).toMatchObject({
      ticketing_prices: from('12.50', '40.00'),
    })
    await report()
    expect(await read()).not.toHaveProperty('ticketing_prices')
  })

  it.each(['DRAFT', 'CANCELLED', 'ENDED'])('are shown to nobody while the event is %s', async (status) => {
    await report(from('12.50'))
    await report(from('12.50'), status)
    expect(await read()).not.toHaveProperty('ticketing_prices')
  })

  it('are gone with the link', async () => {
    await report(from('12.50'))
    const answer = await api.app.inject({
      method: 'DELETE',
      url: `/api/cross-app/links/${event.id}`,
      headers: { authorization: `Bearer ${owner.token}` },
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).not.toHaveProperty('ticketing_prices')
    expect(await read()).not.toHaveProperty('ticketing_prices')
  })

  it('are sent to open pages when one changes, and not when none does', async () => {
    await report(from('12.50'))
    const reader = await openStream()
    await reader.until((each) => each.changes.length === 1)
    await report(from('12.50'))
    await report({ ...from('10.00', null), of: 'a newer sender' })
    await reader.until((each) => each.changes.length === 2)
    expect(reader.changes.map((each) => [each.version, each.prices])).toEqual([
      [1, from('12.50')],
      [2, from('10.00', null)],
    ])
    reader.close()
  })

  it('stay with an edit of the event', async () => {
    await report(from('12.50'))
    const reader = await openStream()
    await reader.until((each) => each.changes.length === 1)
    await api.app.inject({
      method: 'PATCH',
      url: `/api/events/${event.id}`,
      headers: { authorization: `Bearer ${owner.token}` },
      payload: { title: 'Jazz in the park' },
    })
    await reader.until((each) => each.changes.length === 2)
    expect(reader.changes.map((each) => each.prices)).toEqual([from('12.50'), from('12.50')])
    reader.close()
  })

  it.each([from('12,50'), from('-1'), { ...from('1'), currency: 'eur' }, { currency: 'EUR' }])(
    'are refused when they are no prices: %o',
    async (wrong) => {
      expect((await report(wrong)).statusCode).toBe(400)
    },
  )
})
