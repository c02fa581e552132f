import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice, untilWaiting } from '../../../test-support/office.ts'
import {
  type Call,
  callerOf,
  type MadeEvent,
  makeEvent,
  type MadeProduct,
  makeProduct,
  type Organiser,
  signUp,
} from '../../../test-support/organiser.ts'

/** Single dates over REST: added to any event, and deleted while nobody has ordered them. */

let office: TestOffice
let organiser: Organiser
let anyone: Call
let event: MadeEvent
let product: MadeProduct
beforeAll(async () => {
  office = await startOffice({ env: { HI_EVENTS_SHAPE: 'next' } })
  organiser = await signUp(office.api)
  anyone = callerOf(office.api)
})
afterAll(() => office.close())
beforeEach(async () => {
  event = await makeEvent(organiser, { ...FIRST, timezone: 'Europe/Amsterdam' })
  product = await makeProduct(organiser, event)
})

const FIRST = { start_date: '2031-05-02T18:00:00Z', end_date: '2031-05-02T20:00:00Z' }
const SECOND = { start_date: '2031-05-09T20:00', end_date: '2031-05-09T22:00' }

const pathOf = (id?: number) => `/events/${event.eventId}/occurrences${id === undefined ? '' : `/${id}`}`
const add = (input: object, by = organiser) => by.call('POST', pathOf(), input)
const remove = (id: number, by = organiser) => by.call('DELETE', pathOf(id))
const read = async () => (await organiser.call('GET', `/events/${event.eventId}`)).body.data
const starts = async (): Promise<string[]> =>
  (await read()).occurrences.map((each: { start_date: string }) => each.start_date.slice(0, 16))
const order = (date: number) =>
  anyone('POST', `/public/events/${event.eventId}/order`, {
    products: [
      {
        event_occurrence_id: date,
        product_id: product.productId,
        quantities: [{ price_id: product.priceIds[0], quantity: 1 }],
      },
    ],
  })

describe('a date that is added', () => {
  it('is one more date of the event, whose type stays and which lasts until it ends', async () => {
    const added = await add({ ...SECOND, capacity: 0, label: 'Gala' })
    expect(added.status).toBe(200)
    expect(added.body.data).toMatchObject({
      event_id: event.eventId,
      start_date: '2031-05-09T18:00:00.000000Z',
      end_date: '2031-05-09T20:00:00.000000Z',
      capacity: 0,
      label: 'Gala',
      status: 'ACTIVE',
    })
    const detail = await read()
    expect(detail).toMatchObject({
      type: 'SINGLE',
      start_date: '2031-05-02T18:00:00.000000Z',
      end_date: '2031-05-09T20:00:00.000000Z',
    })
    expect(await starts()).toEqual(['2031-05-02T18:00', '2031-05-09T18:00'])
  })

  it('needs neither an end nor places nor a name', async () => {
    const { status, body } = await add({ start_date: SECOND.start_date })
    expect(status).toBe(200)
    expect(body.data).toMatchObject({ end_date: null, capacity: null, label: null })
  })

  it.each([
    ['without a start', { start_date: null }, 'start_date'],
    ['that starts on no day', { start_date: 'someday' }, 'start_date'],
    ['that ends before it starts', { end_date: '2031-05-09T19:00' }, 'end_date'],
    ['that ends as it starts', { end_date: SECOND.start_date }, 'end_date'],
    ['with fewer places than none', { capacity: -1 }, 'capacity'],
    ['with a name that never ends', { label: 'x'.repeat(256) }, 'label'],
  ])('is refused %s', async (_case, part, field) => {
    const { status, body } = await add({ ...SECOND, ...part })
    expect([status, Object.keys(body.errors)]).toEqual([422, [field]])
    expect(await starts()).toHaveLength(1)
  })

  it('stays where it is when the event moves, which moves its first date alone', async () => {
    await add(SECOND)
    const moved = { start_date: '2031-05-03T18:00:00Z', end_date: '2031-05-03T21:00:00Z' }
    const edit = { title: 'Jazz', category: 'MUSIC', currency: 'EUR', timezone: 'Europe/Amsterdam' }
    expect((await organiser.call('PUT', `/events/${event.eventId}`, { ...edit, ...moved })).status).toBe(200)
    expect(await starts()).toEqual(['2031-05-03T18:00', '2031-05-09T18:00'])
    expect(await read()).toMatchObject({
      start_date: '2031-05-03T18:00:00.000000Z',
      end_date: '2031-05-09T20:00:00.000000Z',
    })
  })
})

describe('an edit of an event', () => {
  it('moves the date that the event was made with, not an earlier one that was added', async () => {
    await add({ start_date: '2031-04-25T20:00', end_date: '2031-04-25T22:00' })
    const edit = { title: 'Jazz', category: 'MUSIC', currency: 'EUR', timezone: 'Europe/Amsterdam' }
    expect((await organiser.call('PUT', `/events/${event.eventId}`, { ...edit, ...FIRST })).status).toBe(200)
    expect(await starts()).toEqual(['2031-04-25T18:00', '2031-05-02T18:00'])
  })
})

describe('a date that is deleted', () => {
  it('is gone, and the event ends with the date before it', async () => {
    const { id } = (await add(SECOND)).body.data
    expect((await remove(id)).status).toBe(204)
    expect(await starts()).toEqual(['2031-05-02T18:00'])
    expect((await read()).end_date).toBe('2031-05-02T20:00:00.000000Z')
    expect((await remove(id)).status).toBe(404)
  })

  it('leaves an event without an end as it was', async () => {
    event = await makeEvent(organiser, { start_date: FIRST.start_date })
    const { id } = (await add(SECOND)).body.data
    await remove(id)
    expect((await read()).end_date).toBeNull()
  })

  it('is refused once somebody has ordered it', async () => {
    const { id } = (await add(SECOND)).body.data
    expect((await order(id)).status).toBe(201)
    const refused = await remove(id)
    expect(refused.status).toBe(422)
    expect(refused.body.errors.occurrence).toEqual([expect.stringContaining('Cancel it instead')])
    expect(await starts()).toHaveLength(2)
  })

  it('is either deleted or ordered when both come at the same moment', async () => {
    const { id } = (await add(SECOND)).body.data
    const both = await office.database.db.begin(async (tx) => {
      await tx`select from occurrences where id = ${id} for update`
      const ordered = order(id)
      await untilWaiting(office, 1)
      const removed = remove(id)
      await untilWaiting(office, 2)
      return { ordered, removed }
    })
    const [ordered, removed] = await Promise.all([both.ordered, both.removed])
    expect([ordered.status, removed.status]).toEqual([201, 422])
  })

  it('of a rule does not come back with the rule', async () => {
    event = await makeEvent(organiser, { type: 'RECURRING', timezone: 'Europe/Amsterdam' })
    const recurrence_rule = {
      frequency: 'weekly',
      days_of_week: ['friday'],
      times_of_day: [{ time: '20:00', duration_minutes: 60 }],
      range: { type: 'count', count: 3 },
    }
    const generate = async () => {
      const { body } = await organiser.call('POST', `${pathOf()}/generate`, { recurrence_rule })
      return body.data.map((each: { start_date: string }) => each.start_date)
    }
    const [first, second, third] = await generate()
    const [, { id }] = (await read()).occurrences
    expect((await remove(id)).status).toBe(204)
    expect(await generate()).toEqual([first, third])
    expect(await generate()).toEqual([first, third])
    expect(second).not.toBe(third)
  })

  it('leaves nothing of an event that has no other', async () => {
    const [{ id }] = (await read()).occurrences
    expect((await remove(id)).status).toBe(204)
    expect(await read()).toMatchObject({ occurrences: [], start_date: null, lifecycle_status: 'ENDED' })
  })
})

describe('dates of others', () => {
  it('are not there, to be added or deleted', async () => {
    const stranger = await signUp(office.api)
    const [{ id }] = (await read()).occurrences
    expect((await add(SECOND, stranger)).status).toBe(404)
    expect((await remove(id, stranger)).status).toBe(404)
    const other = await makeEvent(organiser)
    expect((await organiser.call('DELETE', `/events/${other.eventId}/occurrences/${id}`)).status).toBe(404)
    expect(await starts()).toHaveLength(1)
  })

  it('do not exist in the version without dates', async () => {
    const stock = await startOffice({ database: office.database })
    const old = await signUp(stock.api)
    const made = await makeEvent(old)
    const path = `/events/${made.eventId}/occurrences`
    expect((await old.call('POST', path, SECOND)).status).toBe(404)
    expect((await old.call('DELETE', `${path}/1`)).status).toBe(404)
    await stock.close()
  })
})

describe('a recurring event', () => {
  it('is created without dates, and gets one by one', async () => {
    event = await makeEvent(organiser, { type: 'RECURRING', ...FIRST })
    expect(await starts()).toEqual([])
    await add(SECOND)
    expect(await read()).toMatchObject({
      type: 'RECURRING',
      start_date: expect.stringContaining('2031-05-09'),
    })
  })
})
