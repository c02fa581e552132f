import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import {
  makeEvent,
  makeOrganizer,
  type Organiser,
  type RestResponse,
  signUp,
} from '../../test-support/organiser.ts'

let office: TestOffice
let organiser: Organiser
beforeAll(async () => {
  office = await startOffice()
  organiser = await signUp(office.api)
  const organizer_id = await makeOrganizer(organiser)
  for (const [title, start_date, end_date] of EVENTS)
    await makeEvent(organiser, { organizer_id, title, start_date, end_date, status: 'DRAFT' })
})
afterAll(() => office.close())

/** In the order they are made. */
const EVENTS: [title: string, start: string, end: string | null][] = [
  ['Café 100%', '2030-03-01T20:00:00Z', null],
  ['Jazz at Dusk', '2030-01-01T20:00:00Z', '2030-01-05T20:00:00Z'],
  ['Jazz_at Dawn', '2030-02-01T20:00:00Z', '2030-02-01T23:00:00Z'],
  ['Encore', '2030-01-01T20:00:00Z', '2030-01-01T23:00:00Z'],
]
const [CAFE, DUSK, DAWN, ENCORE] = ['Café 100%', 'Jazz at Dusk', 'Jazz_at Dawn', 'Encore']

const list = (query: string) => organiser.call('GET', `/events${query}`)
const titlesOf = ({ body }: RestResponse) => body.data.map((each: { title: string }) => each.title)

describe('the order of the list of events', () => {
  it.each([
    ['', [DUSK, ENCORE, DAWN, CAFE]],
    ['?sort_by=start_date', [DUSK, ENCORE, DAWN, CAFE]],
    ['?sort_by=start_date&sort_direction=desc', [CAFE, DAWN, ENCORE, DUSK]],
    ['?sort_direction=desc', [CAFE, DAWN, ENCORE, DUSK]],
    ['?sort_by=end_date', [ENCORE, DUSK, DAWN, CAFE]],
    ['?sort_by=end_date&sort_direction=desc', [DAWN, DUSK, ENCORE, CAFE]],
    ['?sort_by=created_at', [CAFE, DUSK, DAWN, ENCORE]],
    ['?sort_by=created_at&sort_direction=desc', [ENCORE, DAWN, DUSK, CAFE]],
    ['?sort_by=updated_at', [CAFE, DUSK, DAWN, ENCORE]],
    ['?sort_by=title', [DUSK, ENCORE, DAWN, CAFE]],
  ])('for %j is stable, with events without an end last', async (query, titles) => {
    expect(titlesOf(await list(query))).toEqual(titles)
  })
})

describe('the search in the list of events', () => {
  it.each([
    ['jazz', [DUSK, DAWN]],
    ['JAZZ', [DUSK, DAWN]],
    ['at d', [DUSK, DAWN]],
    ['_at', [DAWN]],
    ['%', [CAFE]],
    ['café', [CAFE]],
    ['jazz dusk', []],
    ["' or 1=1 --", []],
    ['\\', []],
    ['', [DUSK, ENCORE, DAWN, CAFE]],
    ['  encore ', [ENCORE]],
  ])('for %j finds the titles that contain it', async (query, titles) => {
    const found = await list(`?query=${encodeURIComponent(query)}`)
    expect([titlesOf(found).toSorted(), found.body.meta.total]).toEqual([titles.toSorted(), titles.length])
  })
})

describe('the pages of the list of events', () => {
  it.each([
    ['per_page=1&page=1', [DUSK]],
    ['per_page=1&page=4', [CAFE]],
    ['per_page=3&page=2', [CAFE]],
    ['per_page=3&page=3', []],
    ['per_page=2&query=jazz&page=1', [DUSK, DAWN]],
    ['per_page=2&query=jazz&page=2', []],
    ['per_page=1&sort_by=created_at&sort_direction=desc&page=2', [DAWN]],
  ])('%s has its share', async (query, titles) => {
    expect(titlesOf(await list(`?${query}`))).toEqual(titles)
  })

  it('together have every event once', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => list(`?per_page=1&page=${page}`)))
    expect(pages.flatMap(titlesOf)).toEqual([DUSK, ENCORE, DAWN, CAFE])
  })

  it('link to the public address of the box office, without the query', async () => {
    const { body } = await list('?per_page=1&page=2&query=jazz')
    const path = `${office.context.config.publicUrl}/api/events`
    expect(body.meta.path).toBe(path)
    expect(body.links).toEqual({
      first: `${path}?page=1`,
      last: `${path}?page=2`,
      prev: `${path}?page=1`,
      next: null,
    })
  })

  it('have no event that is deleted, and none of another account', async () => {
    const stranger = await signUp(office.api)
    expect((await stranger.call('GET', '/events')).body.meta.total).toBe(0)
    const { eventId } = await makeEvent(stranger)
    expect((await stranger.call('GET', '/events')).body.meta.total).toBe(1)
    await stranger.call('DELETE', `/events/${eventId}`)
    expect((await stranger.call('GET', '/events')).body.meta).toMatchObject({
      total: 0,
      from: null,
      last_page: 1,
    })
    expect((await list('')).body.meta.total).toBe(4)
  })
})
