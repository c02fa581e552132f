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
  return provision(test.context, { session: all, token: test.api.issueToken(all), eventData: null })
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
  it('names the login, which all members use, after the account and no member', async () => {
    await go({ name: 'Ada Lovelace', organiser: 'Blue Note Collective' })
    const login = test.hiEvents.world.users.find((each) => each.email === `person-${account}@tuvens.test`)
    expect(login?.name).toBe('Blue Note Collective')
  })

  it('creates login, organizer, webhook and event, and links the events on both sides', async () => {
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

  it('sets the venue and the link back to the event site', async () => {
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

  it('sends no incomplete address', async () => {
    await go({}, { venue: { name: 'The barn', city: 'Ede' } })
    expect(Object.keys(lastEvent()?.settings ?? {})).toEqual(['website_url'])
  })

  it('sends no end that is before the start', async () => {
    await go({}, { endDate: '2020-01-01T00:00:00.000Z' })
    expect(lastEvent()?.end_date).toBeNull()
  })

  it('succeeds when the settings fail, and sends them again the next time', async () => {
    test.hiEvents.faults.push({ match: /^PATCH .*settings$/, kind: 'error', value: 500, times: 1 })
    await go()
    expect(lastEvent()?.settings).toEqual({})
    await go()
    expect(Object.keys(lastEvent()?.settings ?? {})).toEqual(['website_url', 'location_details'])
  })

  it('creates nothing the second time', async () => {
    const first = await go()
    const second = await go()
    expect(second).toMatchObject({ hiEventId: first.hiEventId, path: `/manage/event/${first.hiEventId}` })
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('creates a second event in the same account', async () => {
    await go()
    event++
    await go()
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 2 })
  })

  it('creates one of everything for five landings at once', async () => {
    const places = await Promise.all(Array.from({ length: 5 }, () => go()))
    expect(new Set(places.map((each) => each.hiEventId)).size).toBe(1)
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('creates one login for each of two accounts of one user that land at once', async () => {
    const email = `person-${account}@tuvens.test`
    const both = [account, account + 50_000].map((id) =>
      go({ account_id: id, email, event: eventOf(String(event++)) }),
    )
    await Promise.all(both)
    expect(made()).toEqual({ users: 2, organizers: 2, webhooks: 2, events: 2 })
  })

  it('uses the same login for a second user of the account', async () => {
    const first = await go()
    const second = await go({ user_id: '999', email: 'colleague@tuvens.test', name: 'Carla Colleague' })
    expect(second.account.hiUserId).toBe(first.account.hiUserId)
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('succeeds without a webhook when our address is refused, and stores the reason', async () => {
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

describe('a value that Hi.Events refuses', () => {
  const last = (path: string) => test.hiEvents.seen.filter((each) => each.path === path).at(-1)?.body

  it('is replaced when it is the old name of a time zone', async () => {
    await go({}, { timezone: 'Asia/Katmandu' })
    for (const path of ['/api/auth/register', '/api/organizers', '/api/events'])
      expect(last(path)).toMatchObject({ timezone: 'Asia/Kathmandu' })
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('is replaced for the account but refused for the event when it is a time zone of no city', async () => {
    await expect(go({}, { timezone: 'Etc/GMT+5' })).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
      message: 'The ticket system does not know the time zone Etc/GMT+5',
    })
    expect(last('/api/organizers')).toMatchObject({ timezone: 'UTC', currency: 'EUR' })
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 0 })
    await go({}, { timezone: 'America/New_York' })
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('is replaced for the account but refused for the event when it is a currency', async () => {
    await expect(go({}, { currency: 'HTG', timezone: 'US/Eastern' })).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
      message: 'The ticket system does not sell in HTG',
    })
    expect(last('/api/auth/register')).toMatchObject({ currency_code: 'EUR', timezone: 'America/New_York' })
    expect(last('/api/organizers')).toMatchObject({ currency: 'EUR', timezone: 'America/New_York' })
    expect(made()).toEqual({ ...ONE_OF_EACH, events: 0 })
  })

  it('is cut when it is a name of more than 100 characters, and the organizer is found by the cut name', async () => {
    const organiser = `${'🎷'.repeat(99)} and all the others`
    await go({ organiser })
    expect(test.hiEvents.world.organizers.at(-1)?.name).toBe('🎷'.repeat(99))
    await test.database.db`update accounts set organizer_id = null where tuvens_account_id = ${account}`
    await go({ organiser })
    expect(made().organizers).toBe(1)
  })

  it('is avoided when a title is cut: no surrogate pair is split', async () => {
    await go({}, { title: `${'x'.repeat(149)}🎷🎷` })
    expect(lastEvent()?.title).toBe(`${'x'.repeat(149)}🎷`)
  })

  it('is reported and not stored when it is an e-mail address of more than 100 characters', async () => {
    await expect(go({ email: `person-${account}-${'x'.repeat(90)}@tuvens.test` })).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
      message: 'The ticket system takes e-mail addresses of up to 100 characters',
    })
    expect(made().users).toBe(0)
    await go()
    expect(made()).toEqual(ONE_OF_EACH)
  })
})

describe('an organizer that was deleted on Hi.Events', () => {
  const deleteOrganizers = () => {
    const { world } = test.hiEvents
    const gone = world.organizers.splice(0).map((each) => each.id)
    world.webhooks = world.webhooks.filter((each) => !gone.includes(each.organizerId))
  }

  it.each([
    ['with its webhook', async () => {}],
    [
      'without a webhook, because our address is refused',
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

  it('is created again only once when that does not help', async () => {
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

describe('provisioning again after a lost response leaves one of everything', () => {
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

  it('PUT of the link to the API', async () => {
    test.api.faults.push({ match: /^PUT /, kind: 'lost', times: 3 })
    await expect(go()).rejects.toMatchObject({ code: 'API_UNAVAILABLE' })
    await go()
    expect(made()).toEqual(ONE_OF_EACH)
    expect((await findLinkStatus(test.database.db, String(event)))?.registeredAt).not.toBeNull()
  })

  it('replaces a webhook whose secret was lost', async () => {
    test.hiEvents.faults.push({ match: /^POST .*\/webhooks$/, kind: 'lost' })
    await go().catch(() => {})
    const lost = test.hiEvents.world.webhooks.at(-1)
    await go()
    expect(test.hiEvents.world.webhooks.some((each) => each.id === lost?.id)).toBe(false)
    expect(made()).toEqual(ONE_OF_EACH)
  })
})

describe('the Hi.Events event of a Tuvens event', () => {
  it('is found by its attribute when the link is missing', async () => {
    const first = await go()
    await test.database.db`delete from links where tuvens_event_id = ${event}`
    expect((await go()).hiEventId).toBe(first.hiEventId)
    expect(made()).toEqual(ONE_OF_EACH)
  })

  it('is found on a later page of the list', async () => {
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

  it('is the original, not a copy with the same attribute', async () => {
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

  it('is created again when it was deleted, and the new one is reported to the API', async () => {
    const first = await go()
    const { world } = test.hiEvents
    world.events = world.events.filter((each) => each.id !== first.hiEventId)
    const second = await go({}, { hi_events_event_id: first.hiEventId, ticketing_enabled: true })
    expect(second.hiEventId).not.toBe(first.hiEventId)
    expect(second.path).toMatch(/getting-started$/)
    expect(test.api.links.get(String(event))).toMatchObject({ hi_events_event_id: second.hiEventId })
  })

  it('is reported to the API again after it was unlinked there', async () => {
    const first = await go()
    test.api.links.delete(String(event))
    await go({}, { hi_events_event_id: null, ticketing_enabled: false })
    expect(test.api.links.get(String(event))).toMatchObject({ hi_events_event_id: first.hiEventId })
  })

  it('is never one without our attribute that only the API names', async () => {
    const stranger = await go()
    event++
    const place = await go({}, { hi_events_event_id: stranger.hiEventId, ticketing_enabled: true })
    expect(place.hiEventId).not.toBe(stranger.hiEventId)
  })

  it('cannot be linked by another account', async () => {
    await go()
    const other = { account_id: account + 70_000, email: 'other@tuvens.test' }
    await expect(go(other)).rejects.toMatchObject({ code: 'LINK_CONFLICT' })
    expect(await findLinkStatus(test.database.db, String(event))).toMatchObject({ accountId: account })
  })
})

describe('signing in with tokens that we sign', () => {
  it('stores no password and mints the token that Hi.Events would issue', async () => {
    const jwt = await startHarness({
      env: { HI_EVENTS_LOGIN: 'jwt', HI_EVENTS_JWT_SECRET: 'secret-of-the-installation' },
    })
    try {
      const session = sessionOf({ account_id: 5, event: eventOf('5') })
      // The fake knows only tokens it gave out, so provisioning runs on the one of the registration.
      const { account: linked } = await provision(jwt.context, {
        session,
        token: jwt.api.issueToken(session),
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
