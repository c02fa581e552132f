import {
  type Difference,
  type Differences,
  HEADERS,
  PutDetailsRequest,
  type TuvensEvent,
} from '@tuvens/contract'
import { checkRequest } from '@tuvens/contract/signatures'
import type { Loop } from '@tuvens/platform/work'
import { setTimeout as delay } from 'node:timers/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { Value } from 'typebox/value'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  SECRET,
  startWorld,
  statusMessage,
  type TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'
import { photo } from '../../test-support/photos.ts'
import { claimEdits, deleteEdit } from './store.ts'
import { startTellingDetails } from './tell-details.ts'

type Seen = {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

let world: TestWorld
let api: TestApi
let owner: TestUser
let tickets: Server
let seen: Seen[]
/** What the ticket origin answers, by method. */
let answers: Record<string, { status: number; body?: unknown }>
/** The picture that the ticket system shows. */
let cover: Buffer | null = null
let telling: Loop | undefined
let nextHiEvent = 700

beforeAll(async () => {
  tickets = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      seen.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
      const { status, body } = answers[method] ?? { status: 500 }
      if (path.includes('/cover?')) return response.writeHead(cover === null ? 404 : 200).end(cover)
      response.writeHead(status, { 'content-type': 'application/json' })
      return response.end(body === undefined ? '' : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => tickets.listen(0, '127.0.0.1', resolve))
  world = await startWorld({
    TICKET_SERVICE_URL: `http://127.0.0.1:${(tickets.address() as AddressInfo).port}`,
  })
  api = world.api
  owner = await api.person()
})
afterAll(async () => {
  tickets.closeAllConnections()
  await new Promise((resolve) => tickets.close(resolve))
  await world.end()
})
beforeEach(() => {
  seen = []
  answers = { PUT: { status: 204 }, DELETE: { status: 204 } }
})
afterEach(async () => {
  await telling?.stop()
  telling = undefined
  await world.database.db`delete from event_edits`
})

const tell = () => {
  const { context } = api
  telling = startTellingDetails(context, context.ticketOrigin, context.editing)
}
const linkedEvent = async () => {
  const event = await api.event(owner)
  await api.webhook(statusMessage(event.id, nextHiEvent++, 'LIVE'))
  return event
}
const edit = async (id: string, payload: object) => {
  const response = await api.as(owner, { method: 'PATCH', url: `/api/events/${id}`, payload })
  expect(response.statusCode).toBe(200)
}
const waiting = async (id: string) =>
  (await world.database.db`select 1 from event_edits where event_id = ${id}`).length
const until = async (isSo: () => Promise<boolean> | boolean) => {
  while (!(await isSo())) await delay(10)
}
const told = (id: string) =>
  seen
    .filter(({ method, path }) => method === 'PUT' && path === `/api/service/links/${id}/details`)
    .map(({ body }) => Value.Parse(PutDetailsRequest, JSON.parse(body)))

describe('an edit of a linked event', () => {
  it('is told to the ticket origin, signed, with the newest details', async () => {
    const event = await linkedEvent()
    await edit(event.id, { title: 'First' })
    await edit(event.id, { title: 'Second', venue: null })
    tell()
    await until(async () => (await waiting(event.id)) === 0)
    const [message, ...more] = told(event.id)
    expect(more).toEqual([])
    expect(message?.details).toMatchObject({ title: 'Second', venue: null, timezone: event.timezone })
    const [{ method, path, headers, body }] = seen as [Seen]
    const given = {
      timestamp: String(headers[HEADERS.timestamp]),
      signature: String(headers[HEADERS.signature]),
      now: Date.now(),
    }
    expect(checkRequest([SECRET], { method, path, body }, given)).toBe('ok')
  })

  it('is told again until the ticket origin takes it', async () => {
    const event = await linkedEvent()
    answers = { PUT: { status: 503 } }
    await edit(event.id, { title: 'While it is away' })
    tell()
    await until(() => told(event.id).length > 0)
    answers = { PUT: { status: 204 }, DELETE: { status: 204 } }
    await until(async () => (await waiting(event.id)) === 0)
    expect(told(event.id).at(-1)?.details.title).toBe('While it is away')
  })

  it('stays queued when it is made while an earlier one is being told', async () => {
    const event = await linkedEvent()
    await edit(event.id, { title: 'First' })
    const claimed = await claimEdits(world.database.db, 100)
    await edit(event.id, { title: 'Meanwhile' })
    for (const each of claimed) await deleteEdit(world.database.db, each)
    expect(await waiting(event.id)).toBe(1)
  })

  it('stays queued while the ticket origin does not know the link', async () => {
    const event = await linkedEvent()
    answers = { PUT: { status: 404, body: { code: 'NOTHING_LINKED' } } }
    tell()
    await until(() => told(event.id).length > 0)
    expect(await waiting(event.id)).toBe(1)
  })

  it('is not told of an event without ticketing, and no more after it was unlinked', async () => {
    const plain = await api.event(owner)
    await edit(plain.id, { title: 'No tickets here' })
    expect(await waiting(plain.id)).toBe(0)
    const event = await linkedEvent()
    await edit(event.id, { title: 'Not any more' })
    await api.as(owner, { method: 'DELETE', url: `/api/cross-app/links/${event.id}` })
    tell()
    await until(async () => (await waiting(event.id)) === 0)
    expect(told(event.id)).toEqual([])
  })

  it('is told after linking, too: the details of the session may be older', async () => {
    const event = await linkedEvent()
    expect(await waiting(event.id)).toBe(1)
  })
})

describe('the differences of an event', () => {
  const difference: Difference = {
    field: 'title',
    reason: 'changed',
    ours: { title: 'Ours' },
    theirs: { title: 'Theirs' },
    seen: 'abc',
  }
  const read = (user: TestUser, id: string) =>
    api.as(user, { method: 'GET', url: `/api/events/${id}/differences` })
  const settle = (user: TestUser, id: string, payload: object) =>
    api.as(user, { method: 'POST', url: `/api/events/${id}/differences`, payload })
  const differing = (event_id: string, ...differences: Difference[]): Differences => ({
    event_id,
    differences,
  })

  it('are read on behalf of the organiser', async () => {
    const event = await linkedEvent()
    answers = { GET: { status: 200, body: differing(event.id, difference) } }
    const response = await read(owner, event.id)
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(response.json()).toEqual(differing(event.id, difference))
    expect(seen[0]?.headers[HEADERS.onBehalfOf]).toBe(owner.id)
  })

  it.each([
    ['a ticket origin that is away', 503, 'UPSTREAM_UNAVAILABLE'],
    ['a ticket origin that knows no link', 404, 'NOTHING_LINKED'],
  ])('say so for %s', async (_, status, code) => {
    const event = await linkedEvent()
    answers = { GET: { status, body: {} } }
    expect((await read(owner, event.id)).json()).toMatchObject({ code })
  })

  it('are nothing for people who may not manage ticketing, or for an event without it', async () => {
    const event = await linkedEvent()
    const viewer = await api.person()
    await api.join(viewer, owner.accountId, 'viewer')
    expect((await read(viewer, event.id)).json()).toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(
      (await settle(viewer, event.id, { field: 'title', use: 'tuvens', seen: 'abc' })).json(),
    ).toMatchObject({
      code: 'PERMISSION_DENIED',
    })
    expect((await read(await api.person(), event.id)).json()).toMatchObject({ code: 'NOT_A_MEMBER' })
    const plain = await api.event(owner)
    expect((await read(owner, plain.id)).json()).toMatchObject({ code: 'NOTHING_LINKED' })
    expect(seen).toEqual([])
  })

  it('are settled with our value by the ticket origin', async () => {
    const event = await linkedEvent()
    answers = { POST: { status: 200, body: differing(event.id) } }
    const response = await settle(owner, event.id, { field: 'title', use: 'tuvens', seen: 'abc' })
    expect(response.json()).toEqual(differing(event.id))
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ field: 'title', seen: 'abc' })
    const rows = () =>
      world.database
        .db`select 1 from audit_log where operation = 'settle-difference-tuvens' and event_id = ${event.id}`
    await until(async () => (await rows()).length === 1)
  })

  it("are settled with the ticket system's value by an edit of the event", async () => {
    const event = await linkedEvent()
    answers = { GET: { status: 200, body: differing(event.id, difference) } }
    const response = await settle(owner, event.id, { field: 'title', use: 'ticket_system', seen: 'abc' })
    expect(response.json()).toEqual(differing(event.id))
    const after = await api.as(owner, { method: 'GET', url: `/api/events/${event.id}` })
    expect(after.json()).toMatchObject({ title: 'Theirs' })
  })

  it("are settled with the ticket system's only date: the event has no further ones then", async () => {
    const event = await linkedEvent()
    await edit(event.id, { furtherDates: [{ startDate: '2031-06-08T18:00:00Z', endDate: null }] })
    const { startDate, endDate, timezone } = event
    const times: Difference = { ...difference, field: 'times', theirs: { startDate, endDate, timezone } }
    answers = { GET: { status: 200, body: differing(event.id, times) } }
    await settle(owner, event.id, { field: 'times', use: 'ticket_system', seen: 'abc' })
    const after = await api.as(owner, { method: 'GET', url: `/api/events/${event.id}` })
    expect(after.json()).not.toHaveProperty('furtherDates')
  })

  it('remain when the ticket system has another value by now', async () => {
    const event = await linkedEvent()
    answers = { GET: { status: 200, body: differing(event.id, difference) } }
    const response = await settle(owner, event.id, { field: 'title', use: 'ticket_system', seen: 'older' })
    expect(response.json()).toEqual(differing(event.id, difference))
    const after = await api.as(owner, { method: 'GET', url: `/api/events/${event.id}` })
    expect(after.json()).toMatchObject({ title: event.title })
  })

  it('cannot be settled with a value that no event may have', async () => {
    const event = await linkedEvent()
    const broken = { ...difference, theirs: { title: '' } }
    answers = { GET: { status: 200, body: differing(event.id, broken) } }
    const response = await settle(owner, event.id, { field: 'title', use: 'ticket_system', seen: 'abc' })
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([422, 'BUSINESS_RULE'])
  })
})

describe('a difference between pictures', () => {
  const theirs = { imageUrl: 'https://tickets.example/storage/by-hand.jpg' }
  const picture: Difference = {
    field: 'picture',
    reason: 'changed',
    ours: { imageUrl: null },
    theirs,
    seen: 'abc',
  }
  const choose = (id: string) =>
    api.as(owner, {
      method: 'POST',
      url: `/api/events/${id}/differences`,
      payload: { field: 'picture', use: 'ticket_system', seen: 'abc' },
    })

  it('is shown as a picture of our own making', async () => {
    const event = await linkedEvent()
    cover = await photo({ width: 900, height: 300 })
    const answer = await api.as(owner, { method: 'GET', url: `/api/events/${event.id}/cover?seen=abc` })
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'image/jpeg',
      'no-store',
    ])
    expect((await sharp(answer.rawPayload).metadata()).width).toBe(640)
    cover = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const refused = await api.as(owner, { method: 'GET', url: `/api/events/${event.id}/cover?seen=abc` })
    expect(refused.json()).toMatchObject({ code: 'PICTURE_UNREADABLE' })
  })

  it("is settled with the ticket system's by storing it here, and replacing it there by what was stored", async () => {
    const event = await linkedEvent()
    cover = await photo({ width: 900, height: 300 })
    answers = {
      GET: { status: 200, body: { event_id: event.id, differences: [picture] } },
      PUT: { status: 204 },
      POST: { status: 200, body: { event_id: event.id, differences: [] } },
    }
    expect((await choose(event.id)).json()).toEqual({ event_id: event.id, differences: [] })
    const { imageUrl } = (
      await api.as(owner, { method: 'GET', url: `/api/events/${event.id}` })
    ).json<TuvensEvent>()
    const stored = await api.app.inject(new URL(imageUrl ?? '').pathname)
    expect((await sharp(stored.rawPayload).metadata()).width).toBe(900)
    expect(told(event.id).at(-1)?.details.imageUrl).toBe(imageUrl)
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({ field: 'picture', seen: 'abc' })
  })

  it('stays when the picture is no longer there', async () => {
    const event = await linkedEvent()
    cover = null
    answers = { GET: { status: 200, body: { event_id: event.id, differences: [picture] } } }
    expect((await choose(event.id)).json()).toMatchObject({ code: 'PICTURE_NOT_FOUND' })
  })
})
