import type { SessionEvent, ValidatedSession } from '@tuvens/contract'
import { jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf, sessionOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { findAccount } from '../mapping/store.ts'
import { provision } from './provision.ts'
import { findLinkStatus } from '../status/store.ts'

let test: Harness
let account = 100
let event = 1000
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  account++
  event++
})
afterEach(() => {
  test.api.faults.length = 0
  test.hiEvents.faults.length = 0
})

const person = (more: Partial<ValidatedSession> = {}) =>
  sessionOf({ account_id: account, email: `person-${account}@tuvens.test`, ...more })

/** Provisions for an event as a landing does. */
function go(session: Partial<ValidatedSession> = {}, more: Partial<SessionEvent> = {}) {
  const all = person({ event: eventOf(String(event), more), ...session })
  return provision(test.context, { session: all, token: test.api.mint(all), eventData: null })
}

/** What is there upstream for the account under test. */
function made() {
  const { users, organizers, webhooks, events } = test.hiEvents.world
  const own = users.filter((each) => each.email.startsWith(`person-${account}`))
  const ids = new Set(own.flatMap((each) => each.accountIds))
  const organizerIds = organizers.filter((each) => ids.has(each.accountId)).map((each) => each.id)
  return {
    users: own.length,
    organizers: organizerIds.length,
    webhooks: webhooks.filter((each) => organizerIds.includes(each.organizerId)).length,
    events: events.filter((each) => ids.has(each.accountId)).length,
  }
}
const ONE_OF_EACH = { users: 1, organizers: 1, webhooks: 1, events: 1 }
const lastEvent = () => test.hiEvents.world.events.at(-1)

describe('provisioning', () => {
  it('makes login, organizer, webhook and event, and links both sides', async () => {
    const place = await go()
    expect(made()).toEqual(ONE_OF_EACH)
    expect(lastEvent()).toMatchObject({
      id: place.hiEventId,
      title: 'Blue Note at Dusk & Friends',
      description: '<p>Jazz by the river</p><p>Bring a &lt;chair&gt;</p>',
      timezone: 'Europe/Amsterdam',
      currency: 'EUR',
      category: 'MUSIC',
      attributes: [{ name: 'tuvens_event_id', value: String(event), is_public: false }],
    })
    expect(test.api.links.get(String(event))).toEqual({
      session_token: expect.any(String),
      hi_events_event_id: place.hiEventId,
      event_url: `${test.url}/event/${place.hiEventId}/blue-note-at-dusk-friends`,
      widget_url: `${test.url}/embed/${place.hiEventId}`,
      manage_url: `${test.url}/manage/event/${place.hiEventId}`,
    })
    const found = await findAccount(test.database.db, account)
    expect(found).toMatchObject({ hiUserId: expect.any(Number), organizerId: expect.any(Number) })
    const webhook = test.hiEvents.world.webhooks.at(-1)
    expect(webhook?.url).toBe(`${test.url}/hooks/hi-events/${found?.tenantKey}`)
    expect(webhook?.event_types).not.toContain('attendee.created')
  })

  it('sets the venue and the way back', async () => {
    await go()
    expect(lastEvent()?.settings).toEqual({
      website_url: `http://tuvens.test/event/${event}`,
      location_details: {
        venue_name: 'Paradiso',
        address_line_1: 'Weteringschans 6',
        city: 'Amsterdam',
        zip_or_postal_code: '1017 SG',
        country: 'NL',
      },
    })
  })

  it('leaves an incomplete address to the organiser', async () => {
    await go({}, { venue: { name: 'The barn', city: 'Ede' } })
    expect(Object.keys(lastEvent()?.settings ?? {})).toEqual(['website_url'])
  })

  it('leaves an end before the start to the organiser', async () => {
    await go({}, { endDate: '2020-01-01T00:00:00.000Z' })
    expect(lastEvent()?.end_date).toBeNull()
  })

  it('is not stopped by settings that are not taken, and sets them the next time', async () => {
    test.hiEvents.faults.push({ match: /^PATCH .*settings$/, kind: 'error', value: 500, times: 1 })
    await go()
    expect(lastEvent()?.settings).toEqual({})
    await go()
    expect(Object.keys(lastEvent()?.settings ?? {})).toEqual(['website_url', 'location_details'])
  })

  it('makes nothing a second time', async () => {
    const first = await go()
    const second = await go()
    expect(second).toMatchObject({ hiEventId: first.hiEventId, path: `/manage/event/${first.hiEventId}` })
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('makes a second event in the same account', async () => {
    await go()
    event++
    await go()
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 2 })
  })

  it('makes one of everything for five who land at once', async () => {
    const places = await Promise.all(Array.from({ length: 5 }, () => go()))
    expect(new Set(places.map((each) => each.hiEventId)).size).toBe(1)
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('makes one login for two accounts of one person landing at once, and one more beside it', async () => {
    const email = `person-${account}@tuvens.test`
    const both = [account, account + 50_000].map((id) =>
      go({ account_id: id, email, event: eventOf(String(event++)) }),
    )
    await Promise.all(both)
    expect(made()).toEqual({ users: 2, organizers: 2, webhooks: 2, events: 2 })
  })

  it('lets a second user of the account in by the same login', async () => {
    const first = await go()
    const second = await go({ user_id: '999', email: 'colleague@tuvens.test', name: 'Carla Colleague' })
    expect(second.account.hiUserId).toBe(first.account.hiUserId)
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('goes on without a webhook when our address is refused, and says so', async () => {
    const { config } = test.context
    config.webhookUrl = 'http://10.0.0.1'
    await go()
    config.webhookUrl = test.url
    expect(made()).toEqual({ ...ONE_OF_EACH, webhooks: 0 })
    const [row] = await test.database
      .db`select webhook_error from accounts where tuvens_account_id = ${account}`
    expect(row?.['webhook_error']).toContain('private or internal')
    await go()
    expect(made()).toEqual(ONE_OF_EACH)
  })
})

describe('what a real Hi.Events does not take', () => {
  const last = (path: string) => test.hiEvents.seen.filter((each) => each.path === path).at(-1)?.body

  it('is a zone by an old name: it gets the one of today', async () => {
    await go({}, { timezone: 'Asia/Katmandu' })
    for (const path of ['/api/auth/register', '/api/organizers', '/api/events'])
      expect(last(path)).toMatchObject({ timezone: 'Asia/Kathmandu' })
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('is a zone of no city: the account does without, the event does not', async () => {
    await expect(go({}, { timezone: 'Etc/GMT+5' })).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
      message: 'The ticket system does not know the time zone Etc/GMT+5',
    })
    expect(last('/api/organizers')).toMatchObject({ timezone: 'UTC', currency: 'EUR' })
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 0 })
    await go({}, { timezone: 'America/New_York' })
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('is a currency: the account does without, the event does not', async () => {
    await expect(go({}, { currency: 'HTG', timezone: 'US/Eastern' })).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
      message: 'The ticket system does not sell in HTG',
    })
    expect(last('/api/auth/register')).toMatchObject({ currency_code: 'EUR', timezone: 'America/New_York' })
    expect(last('/api/organizers')).toMatchObject({ currency: 'EUR', timezone: 'America/New_York' })
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 0 })
  })

  it('is a name of more than a hundred characters: it is cut, and found again by that', async () => {
    const organiser = `${'🎷'.repeat(99)} and all the others`
    await go({ organiser })
    expect(test.hiEvents.world.organizers.at(-1)?.name).toBe('🎷'.repeat(99))
    await test.database.db`update accounts set organizer_id = null where tuvens_account_id = ${account}`
    await go({ organiser })
    expect(made().organizers).toBe(1)
  })

  it('is half a letter at the end of a title', async () => {
    await go({}, { title: `${'x'.repeat(149)}🎷🎷` })
    expect(lastEvent()?.title).toBe(`${'x'.repeat(149)}🎷`)
  })

  it('is an e-mail of more than a hundred characters, which says so and is not kept', async () => {
    await expect(go({ email: `person-${account}-${'x'.repeat(90)}@tuvens.test` })).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
      message: 'The ticket system takes e-mail addresses of up to 100 characters',
    })
    expect(made().users).toBe(0)
    await go()
    expect(made()).toEqual(ONE_OF_EACH)
  })
})

describe('an organizer that was deleted there', () => {
  const deleteOrganizers = () => {
    const { world } = test.hiEvents
    const gone = world.organizers.splice(0).map((each) => each.id)
    world.webhooks = world.webhooks.filter((each) => !gone.includes(each.organizerId))
  }

  it.each([
    ['with its webhook', async () => {}],
    [
      'without one, where ours is not taken',
      () => test.database.db`update accounts set webhook_id = null where tuvens_account_id = ${account}`,
    ],
  ])('%s is created again for the next event, with one of everything', async (_, before) => {
    await go()
    await before()
    deleteOrganizers()
    event++
    const place = await go()
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 2 })
    expect(lastEvent()).toMatchObject({ id: place.hiEventId, organizerId: place.account.organizerId })
  })

  it('is created again once, not in a loop', async () => {
    await go()
    deleteOrganizers()
    const { world } = test.hiEvents
    const { organizers } = world
    world.organizers = Object.assign([], { push: () => 0 })
    const before = test.hiEvents.count('POST /api/organizers')
    event++
    await expect(go()).rejects.toMatchObject({ code: 'UPSTREAM_REFUSED' })
    expect(test.hiEvents.count('POST /api/organizers') - before).toBe(1)
    world.organizers = organizers
    await go()
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 2 })
  })
})

describe('a lost answer leaves, after a retry, one of everything', () => {
  it.each([
    'POST /api/auth/register',
    'GET /api/users/me',
    'POST /api/organizers',
    /^POST .*\/webhooks$/,
    'POST /api/events',
    /^PATCH .*settings$/,
  ])('%s', async (match) => {
    test.hiEvents.faults.push({ match, kind: 'lost', times: 2 })
    await go().catch((error: unknown) => expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' }))
    test.hiEvents.faults.length = 0
    await go()
    expect(made()).toEqual(ONE_OF_EACH)
    expect(test.api.links.get(String(event))).toBeDefined()
  })

  it('PUT link', async () => {
    test.api.faults.push({ match: /^PUT /, kind: 'lost', times: 3 })
    await expect(go()).rejects.toMatchObject({ code: 'API_UNAVAILABLE' })
    await go()
    expect(made()).toEqual(ONE_OF_EACH)
    expect((await findLinkStatus(test.database.db, String(event)))?.putAt).not.toBeNull()
  })

  it('throws away a webhook whose secret was lost and makes a new one', async () => {
    test.hiEvents.faults.push({ match: /^POST .*\/webhooks$/, kind: 'lost' })
    await go().catch(() => {})
    const lost = test.hiEvents.world.webhooks.at(-1)
    await go()
    expect(test.hiEvents.world.webhooks.some((each) => each.id === lost?.id)).toBe(false)
    expect(made()).toEqual(ONE_OF_EACH)
  })
})

describe('the event of a link', () => {
  it('is known by its attribute when we have forgotten everything', async () => {
    const first = await go()
    await test.database.db`delete from links where tuvens_event_id = ${event}`
    expect((await go()).hiEventId).toBe(first.hiEventId)
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('is found on a later page too', async () => {
    const first = await go()
    const original = lastEvent()
    const organizerId = original?.organizerId ?? 0
    for (let more = 0; more < 150; more++) {
      const { world } = test.hiEvents
      world.events.push({
        ...(original as NonNullable<typeof original>),
        id: world.nextId++,
        organizerId,
        attributes: [],
      })
    }
    await test.database.db`delete from links where tuvens_event_id = ${event}`
    expect((await go()).hiEventId).toBe(first.hiEventId)
  })

  it('is the original, not a copy that carries the same attribute', async () => {
    const first = await go()
    const { world } = test.hiEvents
    const copy = {
      ...(lastEvent() as NonNullable<ReturnType<typeof lastEvent>>),
      id: world.nextId++,
      title: 'Copy',
    }
    world.events.push(copy)
    expect((await go()).hiEventId).toBe(first.hiEventId)
    await test.database.db`delete from links where tuvens_event_id = ${event}`
    expect((await go()).hiEventId).toBe(first.hiEventId)
  })

  it('is created again when it was deleted, and the API is told of the new one', async () => {
    const first = await go()
    const { world } = test.hiEvents
    world.events = world.events.filter((each) => each.id !== first.hiEventId)
    const second = await go({}, { hi_events_event_id: first.hiEventId, ticketing_enabled: true })
    expect(second.hiEventId).not.toBe(first.hiEventId)
    expect(second.path).toMatch(/getting-started$/)
    expect(test.api.links.get(String(event))).toMatchObject({ hi_events_event_id: second.hiEventId })
  })

  it('is told to the API again after it was unlinked there', async () => {
    const first = await go()
    test.api.links.delete(String(event))
    await go({}, { hi_events_event_id: null, ticketing_enabled: false })
    expect(test.api.links.get(String(event))).toMatchObject({ hi_events_event_id: first.hiEventId })
  })

  it('is never one that only the API names and that does not carry our attribute', async () => {
    const stranger = await go()
    event++
    const place = await go({}, { hi_events_event_id: stranger.hiEventId, ticketing_enabled: true })
    expect(place.hiEventId).not.toBe(stranger.hiEventId)
  })

  it('stays with its account', async () => {
    await go()
    const other = { account_id: account + 70_000, email: 'other@tuvens.test' }
    await expect(go(other)).rejects.toMatchObject({ code: 'LINK_CONFLICT' })
  })
})

describe('signing in by minted tokens', () => {
  it('throws the password away and mints what Hi.Events would have issued', async () => {
    const jwt = await startHarness({
      env: { HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: 'secret-of-the-installation' },
    })
    try {
      const session = sessionOf({ account_id: 5, event: eventOf('5') })
      // The fake knows only tokens it gave out, so provisioning runs on the one of the registration.
      const { account: linked } = await provision(jwt.context, {
        session,
        token: jwt.api.mint(session),
        eventData: null,
      })
      expect((await findAccount(jwt.database.db, 5))?.credential).toBeNull()
      const token = await jwt.context.login.signIn(linked)
      const { payload, protectedHeader } = await jwtVerify(token, Buffer.from('secret-of-the-installation'))
      expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'HS256' })
      expect(payload).toMatchObject({
        sub: String(linked.hiUserId),
        account_id: linked.hiAccountId,
        role: 'ADMIN',
        prv: 'b5b1af1aef51e22e5cbe394c3745722ab80ad6cc',
      })
      const now = Date.now() / 1000
      expect(now - (payload.iat ?? 0)).toBeGreaterThanOrEqual(59)
      expect(payload.nbf).toBe(payload.iat)
      const { payload: second } = await jwtVerify(
        await jwt.context.login.signIn(linked),
        Buffer.from('secret-of-the-installation'),
      )
      expect(second.jti).not.toBe(payload.jti)
    } finally {
      await jwt.stop()
    }
  })
})
