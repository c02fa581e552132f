import type { ApiScope, CreatedApiKey, PlatformEvent, PlatformSession, Team } from '@tuvens/contract'
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  EVENT,
  HOST,
  startWorld,
  type TestApi,
  type TestUser,
  type TestWorld,
} from '../../test-support/api.ts'
import { lockApiKey } from '../auth/api-key/store.ts'

let world: TestWorld
let api: TestApi
let owner: TestUser
let secret: string
beforeAll(async () => {
  world = await startWorld({ TICKET_SERVICE_URL: 'http://127.0.0.1:9' })
  api = world.api
  owner = await api.person()
  secret = (await keyOf(owner)).secret
})
afterAll(() => world.end())

const ALL: ApiScope[] = ['events:write', 'reports:read', 'sessions:create']
async function keyOf(user: TestUser, scopes: ApiScope[] = ALL): Promise<CreatedApiKey> {
  const url = `/api/accounts/${user.accountId}/api-keys`
  const answer = await api.as(user, { method: 'POST', url, payload: { name: 'Shop', scopes } })
  return answer.json<CreatedApiKey>()
}

type Call = { key?: string; once?: string; payload?: object }
async function call<T>(
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  { key = secret, once, payload }: Call = {},
) {
  const headers = {
    host: HOST,
    authorization: `Bearer ${key}`,
    ...(once !== undefined && { 'idempotency-key': once }),
  }
  const answer = await api.app.inject({ method, url, headers, ...(payload && { payload }) })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: answer.json<T & { code?: string; message?: string }>(),
  }
}

const newId = () => `e-${randomBytes(6).toString('hex')}`
const put = (id: string, fields: object = {}, more: Call = {}) =>
  call<PlatformEvent>('PUT', `/api/platform/events/${id}`, { payload: { ...EVENT, ...fields }, ...more })
const read = (id: string, more: Call = {}) => call<PlatformEvent>('GET', `/api/platform/events/${id}`, more)

describe('an event of a platform', () => {
  it('is created by the first call and changed by the next, under the same id', async () => {
    const id = newId()
    const first = await put(id)
    expect([first.status, first.headers.location]).toEqual([201, `/api/platform/events/${id}`])
    expect(first.body).toMatchObject({ external_id: id, title: EVENT.title, accountId: owner.accountId })
    const second = await put(id, { title: 'Changed', venue: { name: 'Hall' } })
    expect([second.status, second.body.id, second.body.title]).toEqual([200, first.body.id, 'Changed'])
    expect((await read(id)).body).toEqual(second.body)
    // What the request does not name is empty afterwards.
    expect((await put(id)).body).toMatchObject({ title: EVENT.title, venue: null })
  })

  it('is written, told and counted again only when something differs', async () => {
    const id = newId()
    const fields = { venue: { name: 'Hall', city: 'Utrecht' }, contactData: { website: 'https://x.example' } }
    const { body } = await put(id, fields)
    const repeated = await put(id, fields)
    expect([repeated.status, repeated.body]).toEqual([200, body])
    const changed = await put(id, { ...fields, title: 'Another' })
    expect(changed.body.detailsVersion).toBe(body.detailsVersion + 1)
    const changes = await world.database.db`select 1 from ticketing_changes where event_id = ${body.id}`
    expect(changes).toHaveLength(1)
  })

  it('is told to the ticket origin when it is linked, as an edit on the site is', async () => {
    const id = newId()
    const { body } = await put(id)
    await world.database
      .db`update events set hi_events_event_id = 9001, ticketing_status = 'setup' where id = ${body.id}`
    await put(id, { title: 'Told' })
    expect(await world.database.db`select 1 from event_edits where event_id = ${body.id}`).toHaveLength(1)
  })

  it('is one event, however many calls create it at a time', async () => {
    const id = newId()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => put(id, { title: `Title ${n}` })))
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })

  it('of another account does not exist for a key, and may have the same id there', async () => {
    const stranger = await api.person()
    const { secret: theirs } = await keyOf(stranger)
    const id = newId()
    const mine = await put(id)
    expect((await read(id, { key: theirs })).body.code).toBe('EVENT_NOT_FOUND')
    const report = await call('GET', `/api/platform/events/${id}/report`, { key: theirs })
    expect(report.body.code).toBe('EVENT_NOT_FOUND')
    const other = await put(id, { title: 'Theirs' }, { key: theirs })
    expect([other.status, other.body.accountId]).toEqual([201, stranger.accountId])
    expect(other.body.id).not.toBe(mine.body.id)
    expect((await read(id)).body.title).toBe(EVENT.title)
  })

  it('is listed in pages, without the events that people made', async () => {
    const user = await api.person()
    const { secret: key } = await keyOf(user, ['events:read', 'events:write'])
    await api.event(user)
    const ids = ['a', 'b', 'c']
    for (const id of ids) await put(id, {}, { key })
    const list = (query: string) =>
      call<{ events: PlatformEvent[]; next_cursor: string | null }>('GET', `/api/platform/events${query}`, {
        key,
      })
    const first = await list('?limit=2')
    const second = await list(`?limit=2&cursor=${first.body.next_cursor}`)
    const pages = [first, second].map(({ body }) => body.events.map(({ external_id: id }) => id))
    expect([pages, second.body.next_cursor]).toEqual([[['a', 'b'], ['c']], null])
  })

  it('has a report, which says that the ticket origin was not reached', async () => {
    const id = newId()
    const { body } = await put(id)
    const report = await call('GET', `/api/platform/events/${id}/report`)
    expect([report.status, report.body]).toMatchObject([
      200,
      { event_id: body.id, link_report_outcome: 'unreachable' },
    ])
  })

  it.each([
    ['the account of another', { account_id: 1 }],
    ['its ticketing', { ticketing_status: 'active' }],
    ['its link', { hi_events_event_id: 5 }],
    ['its id here', { id: '1' }],
    ['what the status webhook writes', { contactData: { hiEventsStatus: 'LIVE' } }],
  ])('does not take %s from a request', async (_what, fields) => {
    expect((await put(newId(), fields)).body.code).toBe('VALIDATION_ERROR')
  })

  it.each(['..', '%2e%2e', '-x', 'a%2fb', 'a%20b', 'x'.repeat(101)])('has no id like %s', async (id) => {
    expect([400, 404]).toContain((await put(id)).status)
  })

  it('breaks no rule of events', async () => {
    expect((await put(newId(), { endDate: '2020-01-01T00:00:00.000Z' })).body.code).toBe('BUSINESS_RULE')
  })
})

describe('a scope', () => {
  let narrow = ''
  it.each<[string, ApiScope[], () => Promise<{ status: number; body: { code?: string } }>]>([
    ['reads events', ['reports:read'], () => call('GET', '/api/platform/events', { key: narrow })],
    ['writes events', ['events:read'], () => put(newId(), {}, { key: narrow })],
    ['reads reports', ['events:write'], () => call('GET', '/api/platform/events/x/report', { key: narrow })],
    ['creates sessions', ['events:write'], () => session({}, { key: narrow })],
    ['makes editors', ['sessions:view'], () => session({ role: 'editor' }, { key: narrow })],
  ])('that is missing is the only reason why a key is refused that %s', async (_what, scopes, attempt) => {
    narrow = (await keyOf(owner, scopes)).secret
    const { status, body } = await attempt()
    expect([status, body.code]).toEqual([403, 'SCOPE_MISSING'])
  })
})

const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
let eventOfSessions: string | undefined
async function session(fields: object = {}, more: Call = {}) {
  if (eventOfSessions === undefined) {
    eventOfSessions = newId()
    await put(eventOfSessions)
  }
  const user = { id: 'u-1', email: 'someone@platform.example', name: 'Some One' }
  const payload = { user, external_id: eventOfSessions, code_challenge: CHALLENGE, ...fields }
  return call<PlatformSession>('POST', '/api/platform/sessions', { payload, ...more })
}
const userOf = (id: string) => ({ user: { id, email: `${id}@platform.example`, name: id } })
const validate = async (token: string, verifier = VERIFIER) => {
  const payload = { session_token: token, code_verifier: verifier }
  return (await api.signed({ method: 'POST', url: '/api/cross-app/validate-session', payload })).json()
}

describe('a session on behalf of a user of a platform', () => {
  it('is for the browser that asked, the event and an editor whose e-mail nobody verified', async () => {
    const issued = await session(userOf('first'))
    expect([issued.status, issued.headers['cache-control']]).toEqual([201, 'no-store'])
    expect(issued.body.landing_url).toContain(`&code_challenge=${CHALLENGE}`)
    expect(await validate(issued.body.session_token)).toMatchObject({
      user_id: issued.body.user_id,
      email: 'first@platform.example',
      account_id: owner.accountId,
      role: 'editor',
      is_bound: true,
      email_verified: false,
    })
  })

  it('cannot be used in another browser', async () => {
    const issued = await session(userOf('bound'))
    expect((await validate(issued.body.session_token, 'w'.repeat(43))).code).toBe('SESSION_BROWSER_MISMATCH')
  })

  it('is not created without a code challenge', async () => {
    expect((await session({ code_challenge: undefined })).body.code).toBe('VALIDATION_ERROR')
  })

  it('never leads to a person of Tuvens, nor to a user of another platform, by their e-mail or id', async () => {
    const stranger = await api.person()
    const { secret: theirs } = await keyOf(stranger)
    await put('theirs', {}, { key: theirs })
    const user = { id: owner.id, email: owner.email, name: owner.name }
    const mine = await session({ user })
    const other = await session({ user, external_id: 'theirs' }, { key: theirs })
    expect([mine.status, other.status]).toEqual([201, 201])
    expect(new Set([mine.body.user_id, other.body.user_id, owner.id]).size).toBe(3)
    // Nobody can sign in as that user, or take it over by a mail.
    expect((await api.login(owner.email, 'anything else')).status).toBe(401)
    const [row] = await world.database.db`
      select password_hash, email_verified_at from users where id = ${mine.body.user_id}`
    expect(row).toEqual({ password_hash: null, email_verified_at: null })
  })

  it('is for one user, however many first sessions are asked for at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => session(userOf('many'))))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201))
    expect(new Set(answers.map(({ body }) => body.user_id)).size).toBe(1)
  })

  it('is not created for an event of another account', async () => {
    const stranger = await api.person()
    const { secret: theirs } = await keyOf(stranger)
    expect((await session({}, { key: theirs })).body.code).toBe('EVENT_NOT_FOUND')
  })

  it('follows the role that the platform asks for, and keeps it without one', async () => {
    const roleOf = async (role?: string) => {
      const { body } = await session({ ...userOf('roles'), ...(role !== undefined && { role }) })
      return (await validate(body.session_token)).role
    }
    expect([await roleOf('viewer'), await roleOf(), await roleOf('editor'), await roleOf()]).toEqual([
      'viewer',
      'viewer',
      'editor',
      'editor',
    ])
  })

  it('has no more rights than its key: none for an editor with sessions:view, none for an admin', async () => {
    const { body } = await session(userOf('raised'))
    const view = (await keyOf(owner, ['sessions:view'])).secret
    expect((await session(userOf('raised'), { key: view })).body.code).toBe('PERMISSION_DENIED')
    expect((await session(userOf('watcher'), { key: view })).status).toBe(201)
    await world.database.db`update memberships set role = 'admin' where user_id = ${body.user_id}`
    expect((await session(userOf('raised'))).body.code).toBe('PERMISSION_DENIED')
    expect((await session({ ...userOf('raised'), role: 'editor' })).body.code).toBe('PERMISSION_DENIED')
  })

  it('is not created for somebody whom the team removed', async () => {
    const { body } = await session(userOf('removed'))
    const url = `/api/accounts/${owner.accountId}/members/${body.user_id}`
    expect((await api.as(owner, { method: 'DELETE', url })).statusCode).toBe(204)
    expect((await session(userOf('removed'))).body.code).toBe('NOT_A_MEMBER')
    const mails = await world.database.db`select 1 from mails where user_id = ${body.user_id}`
    expect(mails).toEqual([])
  })

  it('leads to no mail when the team changes the role of its user', async () => {
    const { body } = await session(userOf('promoted'))
    const url = `/api/accounts/${owner.accountId}/members/${body.user_id}`
    const changed = await api.as(owner, { method: 'PATCH', url, payload: { role: 'viewer' } })
    expect(changed.statusCode).toBeLessThan(300)
    expect(await world.database.db`select 1 from mails where user_id = ${body.user_id}`).toEqual([])
  })

  it('makes a member whom the team sees as a user of the platform', async () => {
    const { body } = await session(userOf('listed'))
    const url = `/api/accounts/${owner.accountId}/members`
    const { members } = (await api.as(owner, { method: 'GET', url })).json<Team>()
    const marks = members.map(({ user_id, is_platform_user }) => [user_id, is_platform_user])
    expect(marks).toContainEqual([body.user_id, true])
    expect(marks).toContainEqual([owner.id, false])
  })

  it('leaves an entry with the key that asked, also when it was refused', async () => {
    const { key, secret: other } = await keyOf(owner)
    const { body } = await session(userOf('audited'), { key: other })
    await world.database.db`update memberships set role = 'admin' where user_id = ${body.user_id}`
    await session(userOf('audited'), { key: other })
    const rows = await world.database.db`
      select operation, outcome from audit_log where actor = ${`key:${key.id}`} order by id`
    expect([...rows]).toEqual([
      { operation: 'generate-session', outcome: 'ok' },
      { operation: 'generate-session', outcome: 'PERMISSION_DENIED' },
    ])
  })

  it('does not keep an owner from deleting the account, with which its users go', async () => {
    const own = await api.signUp()
    const { secret: key } = await keyOf(own)
    await put('mine', {}, { key })
    const { body } = await session({ external_id: 'mine' }, { key })
    const payload = { password: own.password }
    const gone = await api.as(own, { method: 'POST', url: '/api/auth/me/delete', payload })
    expect(gone.statusCode).toBe(204)
    expect(await world.database.db`select 1 from users where id = ${body.user_id}`).toEqual([])
    expect((await read('mine', { key })).body.code).toBe('API_KEY_INVALID')
  })

  it('gives the account to nobody: its owner cannot hand it over to a user of the platform', async () => {
    const own = await api.signUp()
    const { secret: key } = await keyOf(own)
    await put('mine', {}, { key })
    const { body } = await session({ external_id: 'mine' }, { key })
    const answer = await api.as(own, {
      method: 'POST',
      url: `/api/accounts/${own.accountId}/owner`,
      payload: { user_id: body.user_id, password: own.password },
    })
    expect(answer.json().code).toBe('MEMBER_NOT_FOUND')
  })
})

describe('a write with an idempotency key', () => {
  it('is done once: a repeat gets the first response, with the same token', async () => {
    const first = await session(userOf('once'), { once: 'click-1' })
    const again = await session(userOf('once'), { once: 'click-1' })
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
      201,
      first.body,
      'true',
    ])
    const rows = await world.database.db`
      select 1 from cross_app_sessions where user_id = ${first.body.user_id}`
    expect(rows).toHaveLength(1)
    const stored = await world.database.db<{ sealed_response: Buffer }[]>`
      select sealed_response from idempotent_calls`
    expect(stored.length).toBeGreaterThan(0)
    expect(stored.some((row) => row.sealed_response.includes(first.body.session_token))).toBe(false)
  })

  it('tells the address of the event again', async () => {
    const id = newId()
    for (const isReplayed of [undefined, 'true']) {
      const { status, headers } = await put(id, {}, { once: `located-${id}` })
      expect([status, headers.location, headers['idempotency-replayed']]).toEqual([
        201,
        `/api/platform/events/${id}`,
        isReplayed,
      ])
    }
  })

  it('is refused for another request, and for the same one at another address', async () => {
    await put('idem-1', {}, { once: 'write-1' })
    const other = await put('idem-1', { title: 'Other' }, { once: 'write-1' })
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect((await put('idem-2', {}, { once: 'write-1' })).body.code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('belongs to its API key: another account neither gets that response nor is held up by it', async () => {
    const stranger = await api.person()
    const { secret: theirs } = await keyOf(stranger)
    const mine = await put('shared', {}, { once: 'same-key' })
    const other = await put('shared', {}, { once: 'same-key', key: theirs })
    expect([mine.status, other.status, other.headers['idempotency-replayed']]).toEqual([201, 201, undefined])
    expect(other.body.accountId).toBe(stranger.accountId)
  })

  it('that runs at the same time is done once, and the others are told to come again', async () => {
    const id = newId()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => session(userOf(id), { once: `race-${id}` })),
    )
    const done = answers.filter(({ status }) => status === 201)
    expect(new Set(done.map(({ body }) => body.session_token)).size).toBe(1)
    const others = answers.filter(({ status }) => status !== 201)
    for (const { status, body, headers } of others)
      expect([status, body.code, headers['retry-after']]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS', '1'])
  })

  it('that was refused is tried again by its repeat', async () => {
    const once = `late-${newId()}`
    const id = newId()
    expect((await session({ external_id: id }, { once })).body.code).toBe('EVENT_NOT_FOUND')
    await put(id)
    expect((await session({ external_id: id }, { once })).status).toBe(201)
  })

  it('is a new one after 24 hours', async () => {
    const once = `old-${newId()}`
    const first = await session(userOf('old'), { once })
    await world.database.db`update idempotent_calls set created_at = now() - interval '25 hours'`
    const second = await session(userOf('old'), { once })
    expect(second.body.session_token).not.toBe(first.body.session_token)
    expect((await session(userOf('old'), { once })).body).toEqual(second.body)
  })

  it.each(['', 'a b', 'x'.repeat(256), 'é'])('takes no key like %j', async (once) => {
    expect((await put(newId(), {}, { once })).body.code).toBe('VALIDATION_ERROR')
  })
})

describe('a session that a key issued', () => {
  /** Of a key of its own, entered by the user of the platform. */
  const entered = async () => {
    const { key, secret: own } = await keyOf(owner)
    const { body } = await session(userOf(newId()), { key: own })
    return { key, id: String((await validate(body.session_token)).session_id) }
  }
  const areActive = async (ids: string[]) => {
    const payload = { session_ids: ids }
    const answer = await api.signed({ method: 'POST', url: '/api/cross-app/session-status', payload })
    return answer.json<{ sessions: { is_active: boolean }[] }>().sessions.map((each) => each.is_active)
  }

  it('ends when that key is revoked, and those of other keys go on', async () => {
    const [one, other] = [await entered(), await entered()]
    expect(await areActive([one.id, other.id])).toEqual([true, true])
    const url = `/api/accounts/${owner.accountId}/api-keys/${one.key.id}`
    expect((await api.as(owner, { method: 'DELETE', url })).statusCode).toBe(204)
    expect(await areActive([one.id, other.id])).toEqual([false, true])
  })

  it('cannot be used any more when that key was revoked before', async () => {
    const { key, secret: own } = await keyOf(owner)
    const { body } = await session(userOf(newId()), { key: own })
    await api.as(owner, { method: 'DELETE', url: `/api/accounts/${owner.accountId}/api-keys/${key.id}` })
    expect((await validate(body.session_token)).code).toBe('SESSION_REVOKED')
  })

  it('ends when that key expires', async () => {
    const { key, id } = await entered()
    await world.database.db`update api_keys set expires_at = now() where id = ${key.id}`
    expect(await areActive([id])).toEqual([false])
  })

  it('cannot be used any more when that key expired before', async () => {
    const { key, secret: own } = await keyOf(owner)
    const { body } = await session(userOf(newId()), { key: own })
    await world.database.db`update api_keys set expires_at = now() where id = ${key.id}`
    expect((await validate(body.session_token)).code).toBe('SESSION_REVOKED')
  })
})

describe('a key that is revoked while it writes', () => {
  it('writes nothing after the revocation has returned', async () => {
    const { key, secret: ending } = await keyOf(owner)
    const id = newId()
    let writing: ReturnType<typeof put> | undefined
    // The write has passed the guard and waits for the lock that the revocation holds.
    await world.database.db.begin(async (tx) => {
      await lockApiKey(tx, key.id)
      writing = put(id, {}, { key: ending })
      const waiting = () => world.database.db`
        select 1 from pg_locks where locktype = 'advisory' and not granted and mode = 'ShareLock'`
      await expect.poll(async () => (await waiting()).length).toBe(1)
      await tx`update api_keys set revoked_at = now() where id = ${key.id}`
    })
    expect((await writing)?.body.code).toBe('API_KEY_REVOKED')
    expect((await read(id)).status).toBe(404)
  })
})
