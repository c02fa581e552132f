import { HEADERS } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type TestUser,
  startWorld,
  statusMessage,
  type TestApi,
  type TestWorld,
} from '../../test-support/api.ts'
import { tokenHashOf } from '../base/token-hash.ts'

let nextId = 100

describe('links', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    owner = await api.person()
  })
  afterAll(() => world.end())

  const bodyFor = (token: string, id: number) => ({
    session_token: token,
    hi_events_event_id: id,
    event_url: `http://localhost:3002/event/${id}/jazz`,
    widget_url: `http://localhost:3002/embed/${id}`,
    manage_url: `http://localhost:3002/manage/event/${id}`,
  })
  const put = (eventId: string, payload: object) =>
    api.signed({ method: 'PUT', url: `/api/cross-app/links/${eventId}`, payload })
  const remove = (user: TestUser, eventId: string) =>
    api.as(user, { method: 'DELETE', url: `/api/cross-app/links/${eventId}` })
  const read = async (eventId: string) => (await api.app.inject(`/api/events/${eventId}`)).json()
  const changesOf = (eventId: string) => world.database.db`
    select version, status, phase from ticketing_changes where event_id = ${eventId} order by version`
  const linked = async () => {
    const event = await api.event(owner)
    const token = await api.usedSession(owner, { event_id: event.id })
    const id = nextId++
    await put(event.id, bodyFor(token, id))
    return { event, token, id }
  }

  it('are listed for the ticket origin with the details of their events, in pages, and for nobody else', async () => {
    const user = await api.person()
    const event = await api.event(user)
    const token = await api.usedSession(user, { event_id: event.id })
    await api.event(user)
    const url = `/api/cross-app/links?account_id=${user.accountId}`
    await put(event.id, bodyFor(token, nextId))
    const { accounts, links, next } = (await api.signed({ method: 'GET', url })).json()
    expect(accounts).toEqual([
      { account_id: user.accountId, organiser: expect.any(String), emails: [user.email] },
    ])
    expect(links).toEqual([
      {
        event_id: event.id,
        account_id: user.accountId,
        hi_events_event_id: nextId++,
        revision: expect.any(Number),
        details: expect.objectContaining({ title: event.title, currency: event.currency }),
        reported_at: null,
      },
    ])
    expect(next).toBeNull()
    const after = await api.signed({ method: 'GET', url: `${url}&after=${event.id}` })
    expect(after.json()).toEqual({ accounts: [], links: [], next: null, incarnation: expect.any(String) })
    expect((await api.plain({ method: 'GET', url })).statusCode).toBe(401)
    expect((await api.as(user, { method: 'GET', url })).statusCode).toBe(401)
  })

  it('sets the ticketing of an event', async () => {
    const event = await api.event(owner)
    const token = await api.usedSession(owner, { event_id: event.id })
    const answer = await put(event.id, bodyFor(token, 5))
    const fields = {
      ticketing_enabled: true,
      ticketing_status: 'setup',
      ticketing_phase: 'preparing',
      ticketing_version: 1,
      hi_events_event_id: 5,
      hi_events_event_url: 'http://localhost:3002/event/5/jazz',
      widget_url: 'http://localhost:3002/embed/5',
    }
    expect(answer.json()).toEqual({ event_id: event.id, ...fields })
    expect(await read(event.id)).toMatchObject({ ...fields, hasTicketing: true, hiEventsEventId: 5 })
  })

  it('changes nothing when the same link is repeated', async () => {
    const { event, token, id } = await linked()
    const before = await read(event.id)
    const again = await put(event.id, bodyFor(token, id))
    expect(again.json().ticketing_version).toBe(1)
    expect(await read(event.id)).toEqual(before)
    expect(await changesOf(event.id)).toHaveLength(1)
  })

  it('writes one change for many simultaneous identical links', async () => {
    const event = await api.event(owner)
    const token = await api.usedSession(owner, { event_id: event.id })
    const id = nextId++
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(event.id, bodyFor(token, id))))
    expect(answers.map((each) => each.statusCode)).toEqual(Array(8).fill(200))
    expect(await changesOf(event.id)).toHaveLength(1)
  })

  it('refuses to link a linked event to another Hi.Events event', async () => {
    const { event, token } = await linked()
    const answer = await put(event.id, bodyFor(token, nextId++))
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'LINK_CONFLICT'])
  })

  it('refuses to link two events to one Hi.Events event', async () => {
    const { id } = await linked()
    const other = await api.event(owner)
    const token = await api.usedSession(owner, { event_id: other.id })
    expect((await put(other.id, bodyFor(token, id))).json().code).toBe('LINK_CONFLICT')
    expect(await changesOf(other.id)).toHaveLength(0)
  })

  it('links one of two events that request the same Hi.Events event at once', async () => {
    const [one, two] = [await api.event(owner), await api.event(owner)]
    const token = await api.usedSession(owner)
    const id = nextId++
    const answers = await Promise.all([one, two].map((event) => put(event.id, bodyFor(token, id))))
    expect(answers.map((each) => each.statusCode).sort((a, b) => a - b)).toEqual([200, 409])
  })

  it('requires a session with permission for the event', async () => {
    const event = await api.event(owner)
    const [bound, foreign, unbound] = [
      await api.usedSession(owner, { event_id: (await api.event(owner)).id }),
      await api.usedSession(await api.person()),
      await api.usedSession(owner),
    ]
    const code = async (token: string, id = event.id) => (await put(id, bodyFor(token, nextId++))).json().code
    expect(await code(bound)).toBe('PERMISSION_DENIED')
    expect(await code(foreign)).toBe('PERMISSION_DENIED')
    expect(await code('u'.repeat(43))).toBe('SESSION_NOT_FOUND')
    expect(await code(unbound, '999999999')).toBe('EVENT_NOT_FOUND')
    await world.database.db`
      update cross_app_sessions set expires_at = now() where token_hash = ${tokenHashOf(unbound)}`
    expect(await code(unbound)).toBe('SESSION_EXPIRED')
    expect(await changesOf(event.id)).toHaveLength(0)
  })

  it('lets a member unlink an event, which then has no ticketing', async () => {
    const { event } = await linked()
    const answer = await remove(owner, event.id)
    const fields = {
      ticketing_enabled: false,
      ticketing_status: 'none',
      ticketing_phase: 'none',
      ticketing_version: 2,
      hi_events_event_id: null,
      hi_events_event_url: null,
      widget_url: null,
    }
    expect(answer.json()).toEqual({ event_id: event.id, ...fields })
    const now = await read(event.id)
    expect(now).toMatchObject({ ...fields, contactData: {} })
    expect(now).not.toHaveProperty('hasTicketing')
    expect((await remove(owner, event.id)).json().ticketing_version).toBe(2)
  })

  it('requires manage_ticketing to unlink', async () => {
    const { event } = await linked()
    const [viewer, stranger] = [await api.person(), await api.person()]
    await api.join(viewer, owner.accountId, 'viewer')
    expect((await remove(viewer, event.id)).json().code).toBe('PERMISSION_DENIED')
    expect((await remove(stranger, event.id)).json().code).toBe('NOT_A_MEMBER')
    expect((await remove(owner, '999999999')).json().code).toBe('EVENT_NOT_FOUND')
    expect((await read(event.id)).ticketing_status).toBe('setup')
  })

  it('lets a signed service unlink, for itself or on behalf of a user', async () => {
    const { event } = await linked()
    const stranger = await api.person()
    const call = (headers: Record<string, string>) =>
      api.signed({ method: 'DELETE', url: `/api/cross-app/links/${event.id}`, headers })
    expect((await call({ [HEADERS.onBehalfOf]: stranger.id })).json().code).toBe('NOT_A_MEMBER')
    const plain = await api.plain({ method: 'DELETE', url: `/api/cross-app/links/${event.id}` })
    expect(plain.json().code).toBe('SIGNATURE_REQUIRED')
    expect((await call({})).json().ticketing_status).toBe('none')
  })

  describe('after an unlink', () => {
    it('refuses status reports about the unlinked pair', async () => {
      const { event, id } = await linked()
      const live = statusMessage(event.id, id, 'LIVE')
      await api.webhook(live)
      await remove(owner, event.id)
      for (const message of [live, statusMessage(event.id, id, 'LIVE')]) {
        const answer = await api.webhook(message)
        expect([answer.statusCode, answer.json().code]).toEqual([409, 'LINK_CONFLICT'])
      }
      expect(await read(event.id)).toMatchObject({ ticketing_status: 'none', ticketing_version: 3 })
    })

    it('applies newer status reports after the pair is linked again', async () => {
      const { event, token, id } = await linked()
      const late = statusMessage(event.id, id, 'CANCELLED')
      const newest = statusMessage(event.id, id, 'LIVE')
      await api.webhook(newest)
      await remove(owner, event.id)
      expect((await put(event.id, bodyFor(token, id))).json()).toMatchObject({ ticketing_phase: 'preparing' })
      const answer = await api.webhook(late)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers[HEADERS.newestSentAt]).toBe(newest.event_sent_at)
      expect((await read(event.id)).ticketing_status).toBe('setup')
      await api.webhook(statusMessage(event.id, id, 'LIVE'))
      expect((await read(event.id)).ticketing_status).toBe('active')
    })

    it('allows a link to another Hi.Events event', async () => {
      const { event, token } = await linked()
      await remove(owner, event.id)
      expect((await put(event.id, bodyFor(token, nextId++))).statusCode).toBe(200)
    })
  })
})
