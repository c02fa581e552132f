import {
  type Difference,
  Differences,
  type EventDetails,
  type FlagName,
  type SessionEvent,
} from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { defaultFlagState } from '@tuvens/platform/flags/evaluator'
import { AssertionError } from 'node:assert'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeEvent } from '../../test-support/fake-shop.ts'
import { eventOf, SHARED_SECRET } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness, until } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { findLinkEvidence } from '../report/store.ts'

let test: Harness
let next = 5_000
let revision = 1
let id: string
let session: SessionEvent
let event: FakeEvent
beforeAll(async () => {
  test = await startHarness({ withLoops: true })
})
afterAll(() => test.stop())
beforeEach(async () => {
  test.hiEvents.faults.length = 0
  id = String(next++)
  session = eventOf(id, { revision: 1 })
  event = await land(session)
})

async function land(of: SessionEvent): Promise<FakeEvent> {
  await new Visitor(test).land({ session_token: test.api.issueToken({ event: of }) })
  const created = test.hiEvents.world.events.find((each) =>
    each.attributes.some(({ value }) => value === of.id),
  )
  if (created === undefined) throw new AssertionError({ message: 'the landing created no event' })
  return created
}

function call(method: 'GET' | 'POST' | 'PUT', what: string, body?: object) {
  const path = `/api/service/links/${id}/${what}`
  const payload = body === undefined ? '' : JSON.stringify(body)
  const signed = signRequest([SHARED_SECRET], { method, path, body: payload }, Date.now())
  const headers = {
    ...signed,
    ...(payload !== '' && { 'content-type': 'application/json' }),
    'x-on-behalf-of': '456',
  }
  return fetch(test.url + path, { method, headers, ...(payload !== '' && { body: payload }) })
}

function detailsOf(more: Partial<EventDetails> = {}): EventDetails {
  const { title, description, startDate, endDate, timezone, venue, imageUrl, category, currency } = session
  const details = { title, description, startDate, endDate, timezone, venue, imageUrl, category, currency }
  return { ...details, ...more }
}

/** The API tells an edit. */
async function edit(more: Partial<EventDetails>, of = ++revision) {
  const response = await call('PUT', 'details', { revision: of, details: detailsOf(more) })
  expect(response.status).toBe(204)
}

async function differences(response = call('GET', 'differences')): Promise<Difference[]> {
  const body: unknown = await (await response).json()
  if (!Value.Check(Differences, body)) throw new AssertionError({ message: JSON.stringify(body) })
  return body.differences
}

const isQuiet = async () => {
  const [row] = await test.database.db`select due_at from link_details where tuvens_event_id = ${id}`
  return row !== undefined && row['due_at'] === null
}
const stored = async () => {
  const [row] = await test.database.db<{ differences: object[] }[]>`
    select differences from link_details where tuvens_event_id = ${id}`
  return row?.differences
}
const writes = () =>
  test.hiEvents.seen.filter(({ method, path }) => method === 'PUT' && path.endsWith(`/events/${event.id}`))

describe('an edit of the Tuvens event', () => {
  it.each<[string, Partial<EventDetails>, () => unknown, unknown]>([
    ['the title', { title: 'A new title' }, () => event.title, 'A new title'],
    ['the description', { description: 'One\n\nTwo' }, () => event.description, '<p>One</p><p>Two</p>'],
    ['no description', { description: '' }, () => event.description, null],
    [
      'the start',
      { startDate: '2031-05-01T10:00:00.000Z', endDate: null },
      () => event.start_date,
      '2031-05-01T10:00:00.000Z',
    ],
    ['no end', { endDate: null }, () => event.end_date, null],
    ['the zone', { timezone: 'Europe/London' }, () => event.timezone, 'Europe/London'],
    ['the category', { category: 'ART' }, () => event.category, 'ART'],
    ['the currency', { currency: 'USD' }, () => event.currency, 'USD'],
    [
      'the venue',
      {
        venue: {
          name: 'Melkweg',
          address_line_1: 'Lijnbaansgracht 234a',
          city: 'Amsterdam',
          zip_postal_code: '1017 PH',
          country: 'NL',
        },
      },
      () => (event.settings['location_details'] as { venue_name?: string }).venue_name,
      'Melkweg',
    ],
  ])('carries %s to the ticket system', async (_, change, value, expected) => {
    await edit(change)
    await until(() => value() === expected)
    await until(isQuiet)
    expect(await differences()).toEqual([])
  })

  it('leaves everything else of the event as it is', async () => {
    const { attributes, status } = event
    await edit({ title: 'A new title' })
    await until(() => event.title === 'A new title')
    const { description, startDate, timezone } = session
    expect(event).toMatchObject({ attributes, status, timezone, start_date: startDate })
    expect(event.description).toContain(description.split('\n')[0])
  })

  it('moves the end for which the timer of the link waits', async () => {
    await edit({ endDate: '2031-05-01T10:00:00.000Z' })
    const end = async () => {
      const [row] = await test.database.db`select end_date from link_statuses where tuvens_event_id = ${id}`
      return row?.['end_date'] as Date
    }
    await until(async () => (await end()).toISOString() === '2031-05-01T10:00:00.000Z')
  })

  it('is carried after the ticket system was away', async () => {
    test.hiEvents.faults.push({ match: new RegExp(`/events/${event.id}$`), kind: 'error', value: 503 })
    await edit({ title: 'While it was away' })
    await until(() => event.title === 'While it was away')
  })

  it('is carried by another process when the first one ends', async () => {
    test.hiEvents.faults.push({ match: new RegExp(`/events/${event.id}$`), kind: 'error', value: 503 })
    await edit({ title: 'Before the restart' })
    await test.restart()
    await until(() => event.title === 'Before the restart')
  })

  it('is not overtaken by an older one that arrives later', async () => {
    await edit({ title: 'Newer' }, 900_002)
    await edit({ title: 'Older' }, 900_001)
    await until(() => event.title === 'Newer')
    await until(isQuiet)
    expect(event.title).toBe('Newer')
  })

  it('writes nothing when the same details are told again', async () => {
    await edit({ title: 'Once' })
    await until(() => event.title === 'Once')
    await until(isQuiet)
    const before = writes().length
    await edit({ title: 'Once' })
    await until(isQuiet)
    expect(writes()).toHaveLength(before)
  })

  it('is refused for an event without a link', async () => {
    id = '424242'
    const response = await call('PUT', 'details', { revision: 1, details: detailsOf() })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'NOTHING_LINKED' })
  })
})

describe('what was changed on the ticket system', () => {
  const changed = async (change: Partial<FakeEvent>) => {
    Object.assign(event, change)
    await test.hiEvents.deliver(event, 'event.updated')
  }

  it('is never overwritten unseen: the organiser is told, and other fields go on', async () => {
    await changed({ title: 'Changed by hand' })
    await edit({ title: 'Changed here, too', category: 'ART' })
    await until(() => event.category === 'ART')
    await until(isQuiet)
    expect(event.title).toBe('Changed by hand')
    expect(await differences()).toEqual([
      {
        field: 'title',
        reason: 'changed',
        ours: { title: 'Changed here, too' },
        theirs: { title: 'Changed by hand' },
        seen: expect.any(String),
      },
    ])
  })

  it('is seen without an edit of ours', async () => {
    await changed({ start_date: '2031-01-01T09:00:00.000000Z', end_date: null })
    await until(async () => (await stored())?.length === 1)
    expect(await stored()).toEqual([{ field: 'times', reason: 'changed' }])
    const [link] = await test.database.db`select tuvens_account_id from links where tuvens_event_id = ${id}`
    const path = `/api/service/accounts/${link?.['tuvens_account_id']}/differences`
    const headers = signRequest([SHARED_SECRET], { method: 'GET', path, body: '' }, Date.now())
    const counted = await (await fetch(test.url + path, { headers })).json()
    expect(counted).toMatchObject({ events: expect.arrayContaining([{ event_id: id, count: 1 }]) })
  })

  it('is seen by the sweep when the webhook was lost', async () => {
    event.description = '<p>Changed by hand</p>'
    await until(async () => (await stored())?.length === 1)
    expect(await differences()).toMatchObject([
      { field: 'description', theirs: { description: 'Changed by hand' } },
    ])
  })

  it('is nothing when a form of the ticket system only dropped the seconds', async () => {
    const minute = (date: string) => `${date.slice(0, 16)}:00.000000Z`
    await changed({ start_date: minute(event.start_date), end_date: minute(event.end_date ?? '') })
    await edit({ title: 'Still ours' })
    await until(() => event.title === 'Still ours')
    await until(isQuiet)
    expect(await differences()).toEqual([])
  })

  it('is over when the ticket system says the same again', async () => {
    await changed({ title: 'Changed by hand' })
    await until(async () => (await stored())?.length === 1)
    await changed({ title: session.title })
    await until(async () => (await stored())?.length === 0)
    await edit({ title: 'And on' })
    await until(() => event.title === 'And on')
  })

  it('is overwritten once the organiser chose our value', async () => {
    await changed({ title: 'Changed by hand' })
    await until(async () => (await stored())?.length === 1)
    const [difference] = await differences()
    const choice = { field: 'title', seen: difference?.seen }
    expect(await differences(call('POST', 'differences', choice))).toEqual([])
    expect(event.title).toBe(session.title)
  })

  it('stays when it changed again after the organiser looked', async () => {
    await changed({ title: 'Changed by hand' })
    await until(async () => (await stored())?.length === 1)
    const [difference] = await differences()
    event.title = 'Changed once more'
    const choice = { field: 'title', seen: difference?.seen }
    const after = await differences(call('POST', 'differences', choice))
    expect(after).toMatchObject([{ field: 'title', theirs: { title: 'Changed once more' } }])
    expect(event.title).toBe('Changed once more')
  })

  it('keeps the form that somebody gave a description', async () => {
    await changed({ description: '<p><strong>Jazz</strong> by the river</p><p>Bring a &lt;chair&gt;</p>' })
    await until(isQuiet)
    expect(await differences()).toEqual([])
    await edit({ description: 'Something else' })
    await until(async () => (await stored())?.length === 1)
    expect(event.description).toContain('<strong>')
  })
})

describe('what the ticket system does not take', () => {
  it('is told with the field, and the other fields are written', async () => {
    await edit({ currency: 'HTG', title: 'Written all the same' })
    await until(() => event.title === 'Written all the same')
    await until(isQuiet)
    expect(event.currency).toBe('EUR')
    expect(await differences()).toMatchObject([
      { field: 'currency', reason: 'refused', ours: { currency: 'HTG' } },
    ])
  })

  it('is a venue that is not complete, until it is or the organiser completes it there', async () => {
    await edit({ venue: { name: 'Melkweg', city: 'Amsterdam' } })
    await until(async () => (await stored())?.length === 1)
    expect(await stored()).toEqual([{ field: 'venue', reason: 'incomplete' }])
    Object.assign(event.settings, {
      location_details: { venue_name: 'Melkweg', city: 'Amsterdam', address_line_1: 'Lijnbaansgracht 234a' },
    })
    expect(await differences()).toEqual([])
  })
})

describe('a venue that could not be set by the landing', () => {
  it('is carried later', async () => {
    test.hiEvents.faults.push({ match: /\/settings$/, kind: 'error', value: 503 })
    id = String(next++)
    session = eventOf(id, { revision: 1 })
    const late = await land(session)
    await until(() => late.settings['location_details'])
    await until(isQuiet)
    expect(await differences()).toEqual([])
  })
})

describe('the picture', () => {
  const urlOf = (letter: string) => `https://api.tuvens.test/api/pictures/${letter.repeat(64)}/1600.jpg`
  const coverOf = () => event.images[0]
  const byHand = async () => {
    const url = `${test.hiEvents.url}/storage/by-hand.jpg`
    event.images = [{ id: next++, url, file_name: 'by-hand.jpg', type: 'EVENT_COVER' }]
    await test.hiEvents.deliver(event, 'event.updated')
  }
  const isOurs = (letter: string) => coverOf()?.file_name.includes(`tuvens-${letter.repeat(32)}`) === true

  it('is carried as the cover, replaced, and removed', async () => {
    await edit({ imageUrl: urlOf('a') })
    await until(() => isOurs('a'))
    await edit({ imageUrl: urlOf('b') })
    await until(() => isOurs('b'))
    await edit({ imageUrl: null })
    await until(() => event.images.length === 0)
    await until(isQuiet)
    expect(await differences()).toEqual([])
    const [upload] = test.hiEvents.seen.filter(({ path }) => path.endsWith(`/events/${event.id}/images`))
    expect(upload?.headers['content-type']).toContain('multipart/form-data; boundary=')
    expect(upload?.raw).toContain('name="type"\r\n\r\nEVENT_COVER\r\n')
    expect(upload?.raw).toContain(`picture ${'a'.repeat(64)}`)
  })

  it('is carried after the landing, which does not wait for it', async () => {
    id = String(next++)
    session = eventOf(id, { revision: 1, imageUrl: urlOf('c') })
    event = await land(session)
    await until(() => isOurs('c'))
    await until(isQuiet)
    expect(await differences()).toEqual([])
  })

  it('is sent once when the response was lost', async () => {
    test.hiEvents.faults.push({ match: new RegExp(`/events/${event.id}/images$`), kind: 'lost' })
    await edit({ imageUrl: urlOf('d') })
    await until(() => isOurs('d'))
    await until(isQuiet)
    expect(test.hiEvents.count(new RegExp(`/events/${event.id}/images$`))).toBe(1)
  })

  it('of somebody else is never overwritten unseen, until the organiser chooses ours', async () => {
    await edit({ imageUrl: urlOf('e') })
    await until(() => isOurs('e'))
    await until(isQuiet)
    await byHand()
    await until(async () => (await stored())?.length === 1)
    await edit({ imageUrl: urlOf('f'), title: 'Other fields go on' })
    await until(() => event.title === 'Other fields go on')
    await until(isQuiet)
    expect(coverOf()?.file_name).toBe('by-hand.jpg')
    const [difference] = await differences()
    expect(difference).toMatchObject({
      field: 'picture',
      reason: 'changed',
      ours: { imageUrl: urlOf('f') },
      theirs: { imageUrl: coverOf()?.url },
    })
    expect(
      await differences(call('POST', 'differences', { field: 'picture', seen: difference?.seen })),
    ).toEqual([])
    expect(isOurs('f')).toBe(true)
  })

  it('of somebody else is a difference also where the event has none', async () => {
    await byHand()
    await until(async () => (await stored())?.length === 1)
    expect(await differences()).toMatchObject([{ field: 'picture', ours: { imageUrl: null } }])
  })

  it('of the ticket system can be read as long as it is the one that was seen', async () => {
    await byHand()
    const [difference] = await differences()
    const read = (seen = '') => call('GET', `cover?seen=${seen}`)
    const cover = await read(difference?.seen)
    expect([cover.status, await cover.text()]).toEqual([200, '/storage/by-hand.jpg'])
    expect((await read('another')).status).toBe(404)
    Object.assign(coverOf() ?? {}, { url: `${test.api.url}/api/pictures/${'a'.repeat(64)}/1600.jpg` })
    expect((await read(difference?.seen)).status).toBe(404)
  })

  it('that is not taken is told, and the other fields are written', async () => {
    await edit({ imageUrl: urlOf('1'), title: 'Written' })
    await until(() => event.title === 'Written')
    await until(isQuiet)
    expect(await differences()).toMatchObject([{ field: 'picture', reason: 'refused' }])
  })

  it('of another host is not carried, and no difference', async () => {
    await edit({ imageUrl: 'https://pictures.example/a.jpg', title: 'Elsewhere' })
    await until(() => event.title === 'Elsewhere')
    await until(isQuiet)
    expect([event.images, await differences()]).toEqual([[], []])
  })
})

/** Switches a flag off for the account of these tests, and on again after what is done meanwhile. */
async function whileOff(flag: FlagName, act: () => Promise<void>): Promise<void> {
  const set = async (except_accounts: number[]) => {
    test.api.flags.states = [{ ...defaultFlagState(flag), version: ++revision, except_accounts }]
    const isSet = () => test.context.flags.isOn(flag, { accountId: 7 }) === (except_accounts.length === 0)
    await until(isSet, 'the flag')
  }
  await set([7])
  try {
    await act()
  } finally {
    await set([])
  }
}

const isHeld = async () => {
  const [row] = await test.database.db`select last_error from link_details where tuvens_event_id = ${id}`
  return row?.['last_error'] === 'switched_off'
}

describe('an edit while the flag carried-edits is off for its account', () => {
  it('waits, and is carried once the flag is on again', async () => {
    await whileOff('carried-edits', async () => {
      await edit({ title: 'Held for a while' })
      await until(isHeld, 'the edit to be held')
      expect(event.title).not.toBe('Held for a while')
      // The ticket system refused nothing: the report must not say so.
      const evidence = await findLinkEvidence(test.database.db, id)
      expect(evidence?.hasEditFailed).toBe(false)
    })
    await until(() => event.title === 'Held for a while', 'the edit to be carried')
  })

  it('is not written either when the organiser chooses our value', async () => {
    await whileOff('carried-edits', async () => {
      const response = await call('POST', 'differences', { field: 'title', seen: 'x' })
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
    })
  })
})

describe('an edit while the flag several-dates is off for its account', () => {
  const furtherDates = [
    { startDate: '2031-05-02T18:00:00.000Z', endDate: null },
    { startDate: '2031-05-09T18:00:00.000Z', endDate: null },
  ]

  it('waits when the event has several dates, and is carried once the flag is on again', async () => {
    await whileOff('several-dates', async () => {
      await edit({ title: 'On several days', furtherDates })
      await until(isHeld, 'the edit to be held')
      expect(event.title).not.toBe('On several days')
    })
    await until(() => event.title === 'On several days', 'the edit to be carried')
  })

  it('is carried when the event has one date', async () => {
    await whileOff('several-dates', async () => {
      await edit({ title: 'On one day' })
      await until(() => event.title === 'On one day', 'the edit to be carried')
    })
  })
})
