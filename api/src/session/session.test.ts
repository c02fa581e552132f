import { HEADERS, PERMISSIONS_OF_ROLE } from '@tuvens/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, startWorld, type TestApi, type TestWorld } from '../../test-support/api.ts'
import { tokenHashOf } from '../base/token-hash.ts'

const VALIDATE = '/api/cross-app/validate-session'
const UNKNOWN = 'u'.repeat(43)

describe('cross-app sessions', () => {
  let world: TestWorld
  let api: TestApi
  let owner: TestUser
  beforeAll(async () => {
    world = await startWorld()
    api = world.api
    owner = await api.person()
  })
  afterAll(() => world.end())

  const generate = (user: TestUser, payload: object = {}) =>
    api.as(user, { method: 'POST', url: '/api/cross-app/generate-session', payload })
  const validate = (token: string, headers: Record<string, string> = {}) =>
    api.signed({ method: 'POST', url: VALIDATE, payload: { session_token: token }, headers })
  const accounts = (token: string) =>
    api.signed({
      method: 'GET',
      url: '/api/cross-app/user-accounts',
      headers: { [HEADERS.sessionToken]: token },
    })
  const may = (token: string, permission: string, resource_id?: string | number) =>
    api.signed({
      method: 'POST',
      url: '/api/cross-app/validate-permission',
      payload: { session_token: token, permission, ...(resource_id !== undefined && { resource_id }) },
    })
  const revoke = (token: string) =>
    api.signed({ method: 'POST', url: '/api/cross-app/revoke-session', payload: { session_token: token } })
  const rowOf = async (token: string) => {
    const [row] = await world.database
      .db`select * from cross_app_sessions where token_hash = ${tokenHashOf(token)}`
    return row
  }
  const shift = (token: string, seconds: number) => world.database.db`
    update cross_app_sessions set created_at = created_at - ${seconds} * interval '1 second',
      expires_at = expires_at - ${seconds} * interval '1 second' where token_hash = ${tokenHashOf(token)}`
  const expireSignIns = (user: TestUser) =>
    world.database.db`update sign_ins set expires_at = now() where user_id = ${user.id}`
  const expectRefusal = async (
    answer: Promise<{ statusCode: number; json: () => { code: string } }>,
    code: string,
  ) => {
    const { statusCode, json } = await answer
    expect([statusCode, json().code]).toEqual([
      code === 'VALIDATION_ERROR'
        ? 400
        : code.startsWith('SESSION') || code === 'EVENT_NOT_FOUND'
          ? 404
          : 403,
      code,
    ])
  }

  describe('issuing (A1)', () => {
    it('returns a random token of 32 bytes, its landing URL and an expiry in 5 minutes', async () => {
      const answer = await generate(owner)
      const { session_token: token, expires_at, account_id, landing_url } = answer.json()
      expect(Buffer.from(token, 'base64url')).toHaveLength(32)
      expect(landing_url).toBe(`http://localhost:3002/auth/cross-app#session_token=${token}`)
      expect(account_id).toBe(owner.accountId)
      expect((Date.parse(expires_at) - Date.now()) / 1000).toBeCloseTo(300, -1)
      expect(answer.headers['cache-control']).toBe('no-store')
    })

    it('stores only the SHA-256 of the token', async () => {
      const token = await api.session(owner)
      expect((await rowOf(token))?.['app_id']).toBe('hi-events')
      const [row] = await world.database.db`
        select count(*)::int as n from cross_app_sessions s where s::text like ${`%${token}%`}`
      expect(row?.['n']).toBe(0)
    })

    it('uses the default account, the requested one, or the account of the event', async () => {
      const other = await api.person()
      await api.join(owner, other.accountId, 'editor')
      const event = await api.event(other)
      expect((await generate(owner)).json().account_id).toBe(owner.accountId)
      expect((await generate(owner, { account_id: null })).json().account_id).toBe(owner.accountId)
      expect((await generate(owner, { account_id: other.accountId })).json().account_id).toBe(other.accountId)
      expect((await generate(owner, { event_id: event.id })).json().account_id).toBe(other.accountId)
    })

    it('requires view_reports in the account, which every member has', async () => {
      const [viewer, stranger] = [await api.person(), await api.person()]
      await api.join(viewer, owner.accountId, 'viewer')
      const event = await api.event(owner)
      await expectRefusal(generate(stranger, { account_id: owner.accountId }), 'NOT_A_MEMBER')
      await expectRefusal(generate(stranger, { event_id: event.id }), 'NOT_A_MEMBER')
      await expectRefusal(generate(stranger, { account_id: 9_007_199_254_740_991 }), 'NOT_A_MEMBER')
      for (const role of ['owner', 'admin', 'editor', 'viewer'] as const) {
        await api.join(viewer, owner.accountId, role)
        expect((await generate(viewer, { account_id: owner.accountId })).statusCode).toBe(200)
      }
    })

    it('refuses an event that does not exist in the account', async () => {
      const other = await api.person()
      const event = await api.event(other)
      await expectRefusal(generate(owner, { event_id: '999999999999999999' }), 'EVENT_NOT_FOUND')
      await expectRefusal(
        generate(owner, { account_id: owner.accountId, event_id: event.id }),
        'EVENT_NOT_FOUND',
      )
    })
  })

  describe('validating (A2)', () => {
    it('returns the user of the token and the event it is bound to', async () => {
      const event = await api.event(owner, { venue: { name: 'Paradiso', city: 'Amsterdam' } })
      const token = await api.session(owner, { event_id: event.id })
      const answer = await validate(token)
      const permissions = [...PERMISSIONS_OF_ROLE.owner]
      const { id, name, email, accountId } = owner
      expect(answer.json()).toEqual({
        valid: true,
        user_id: id,
        email,
        name,
        account_id: accountId,
        organiser: "Ada Lovelace's events",
        role: 'owner',
        permissions,
        expires_at: expect.any(String),
        is_bound: false,
        email_verified: true,
        event: expect.objectContaining({
          id: event.id,
          title: event.title,
          url: `http://localhost:3000/event/${event.id}`,
          venue: { name: 'Paradiso', city: 'Amsterdam' },
          ticketing_status: 'none',
        }),
        session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        user_data: { account_id: accountId, email, name, permissions },
      })
      expect(answer.headers['cache-control']).toBe('no-store')
    })

    it('returns no event when the token is bound to none', async () => {
      expect((await validate(await api.session(owner))).json()).not.toHaveProperty('event')
    })

    it('refuses a token that has been consumed', async () => {
      const token = await api.session(owner)
      expect((await validate(token)).statusCode).toBe(200)
      await expectRefusal(validate(token), 'SESSION_ALREADY_USED')
    })

    it('repeats the response to the same idempotency key for 30 seconds', async () => {
      const token = await api.session(owner)
      const key = { [HEADERS.idempotencyKey]: 'call-0001-of-the-test' }
      const first = await validate(token, key)
      expect((await validate(token, key)).json()).toEqual(first.json())
      await expectRefusal(
        validate(token, { [HEADERS.idempotencyKey]: 'call-0002-of-the-test' }),
        'SESSION_ALREADY_USED',
      )
      await expectRefusal(validate(token), 'SESSION_ALREADY_USED')
      await world.database.db`
        update cross_app_sessions set used_at = now() - interval '31 seconds' where token_hash = ${tokenHashOf(token)}`
      await expectRefusal(validate(token, key), 'SESSION_ALREADY_USED')
    })

    it('gives simultaneous calls with one idempotency key the same response', async () => {
      const token = await api.session(owner)
      const key = { [HEADERS.idempotencyKey]: 'one-call-many-times' }
      const answers = await Promise.all(Array.from({ length: 12 }, () => validate(token, key)))
      expect(new Set(answers.map((each) => each.body)).size).toBe(1)
      expect(answers[0]?.statusCode).toBe(200)
    })

    it('answers the same on the service route', async () => {
      const token = await api.session(owner)
      const url = '/api/service/hi-events/session/validate'
      const answer = await api.signed({ method: 'POST', url, payload: { code: token } })
      expect(answer.json()).toMatchObject({ valid: true, user_id: owner.id })
    })

    it('has different codes for unknown, expired, used and revoked tokens', async () => {
      const [expired, used, revoked] = await Promise.all([1, 2, 3].map(() => api.session(owner)))
      await shift(expired ?? '', 901)
      await validate(used ?? '')
      await revoke(revoked ?? '')
      await expectRefusal(validate(UNKNOWN), 'SESSION_NOT_FOUND')
      await expectRefusal(validate(expired ?? ''), 'SESSION_EXPIRED')
      await expectRefusal(validate(used ?? ''), 'SESSION_ALREADY_USED')
      await expectRefusal(validate(revoked ?? ''), 'SESSION_REVOKED')
    })

    it('gives each of many simultaneous callers its own response', async () => {
      const people = await Promise.all(Array.from({ length: 12 }, (_, at) => api.person(`Person ${at}`)))
      const tokens = await Promise.all(people.map((person) => api.session(person)))
      const [expired, used, revoked, twice] = await Promise.all([1, 2, 3, 4].map(() => api.session(owner)))
      await shift(expired ?? '', 901)
      await validate(used ?? '')
      await revoke(revoked ?? '')
      const asked = [UNKNOWN, expired, used, revoked, twice, twice].map((token) => validate(token ?? ''))
      const valid = await Promise.all(tokens.map((token) => validate(token)))
      expect(valid.map((answer) => answer.json().name)).toEqual(people.map((person) => person.name))
      const codes = (await Promise.all(asked)).map((answer) => answer.json().code ?? 'ok')
      const refusals = ['SESSION_NOT_FOUND', 'SESSION_EXPIRED', 'SESSION_ALREADY_USED', 'SESSION_REVOKED']
      expect(codes.slice(0, 4)).toEqual(refusals)
      expect(new Set(codes.slice(4))).toEqual(new Set(['ok', 'SESSION_ALREADY_USED']))
    })

    it('refuses a token at the instant of its expiry', async () => {
      const outcomes = new Set<string>()
      for (const ms of [-1, 0, 1, 60_000]) {
        const token = await api.session(owner)
        const requestId = `expiry-${ms}-milliseconds`
        const [set] = await world.database.db<{ expires_at: string }[]>`
          update cross_app_sessions set expires_at = clock_timestamp() + ${ms} * interval '1 millisecond'
          where token_hash = ${tokenHashOf(token)} returning expires_at::text`
        await validate(token, { [HEADERS.requestId]: requestId })
        // Judged by the clock of the database: the audit row is written after the check, used_at taken before it.
        const [seen] = await world.database.db<{ outcome: string; was_late: boolean; was_early: boolean }[]>`
          select a.outcome, a.at >= ${set?.expires_at ?? ''}::timestamptz as was_late,
            s.used_at < ${set?.expires_at ?? ''}::timestamptz as was_early
          from audit_log a, cross_app_sessions s
          where a.request_id = ${requestId} and s.token_hash = ${tokenHashOf(token)}`
        expect(seen?.outcome === 'ok' ? seen.was_early : seen?.was_late).toBe(true)
        outcomes.add(`${Math.sign(ms)} ${seen?.outcome}`)
      }
      for (const certain of ['-1 SESSION_EXPIRED', '0 SESSION_EXPIRED', '1 ok'])
        expect(outcomes).toContain(certain)
    })

    it('refuses a token whose user has left the account', async () => {
      const guest = await api.person()
      await api.join(guest, owner.accountId, 'editor')
      const token = await api.session(guest, { account_id: owner.accountId })
      await world.database.db`
        delete from memberships where user_id = ${guest.id} and account_id = ${owner.accountId}`
      await expectRefusal(validate(token), 'SESSION_REVOKED')
    })

    it('refuses a token whose sign-in has expired', async () => {
      const user = await api.person()
      const token = await api.session(user)
      await expireSignIns(user)
      await expectRefusal(validate(token), 'SESSION_REVOKED')
    })

    it('refuses a token of another application', async () => {
      const token = await api.session(owner)
      await world.database
        .db`update cross_app_sessions set app_id = 'other' where token_hash = ${tokenHashOf(token)}`
      await expectRefusal(validate(token), 'SESSION_NOT_FOUND')
    })

    it('stores when the token was used', async () => {
      const token = await api.usedSession(owner)
      const row = await rowOf(token)
      expect(row?.['used_at']).toBeInstanceOf(Date)
      expect(row?.['last_used_at']).toEqual(row?.['used_at'])
    })
  })

  describe('a session in use', () => {
    it('lists the accounts of the session user with role and permissions (A3)', async () => {
      const other = await api.person('Zoe')
      const member = await api.person()
      await api.join(member, other.accountId, 'viewer')
      const token = await api.usedSession(member)
      const { accounts: listed } = (await accounts(token)).json()
      expect(listed).toMatchObject([
        { id: member.accountId, account_id: member.accountId, email: member.email, role: 'owner' },
        { id: other.accountId, role: 'viewer', permissions: ['view_reports'] },
      ])
    })

    it('accepts the token in the query', async () => {
      const token = await api.usedSession(owner)
      const url = `/api/cross-app/user-accounts?session_token=${token}`
      expect((await api.signed({ method: 'GET', url })).statusCode).toBe(200)
      await expectRefusal(
        api.signed({ method: 'GET', url: '/api/cross-app/user-accounts' }),
        'VALIDATION_ERROR',
      )
    })

    it('answers whether the session has a permission (A4)', async () => {
      const editor = await api.person()
      await api.join(editor, owner.accountId, 'editor')
      const token = await api.usedSession(editor, { account_id: owner.accountId })
      const [mine, foreign] = [await api.event(owner), await api.event(await api.person())]
      const yes = { has_permission: true, granted: true, valid: true }
      const no = { has_permission: false, granted: false, valid: true }
      expect((await may(token, 'manage_ticketing')).json()).toEqual({
        ...yes,
        permission: 'manage_ticketing',
      })
      expect((await may(token, 'manage_members')).json()).toEqual({ ...no, permission: 'manage_members' })
      expect((await may(token, 'manage_ticketing', mine.id)).json()).toMatchObject(yes)
      expect((await may(token, 'manage_ticketing', Number(mine.id))).json()).toMatchObject(yes)
      expect((await may(token, 'manage_ticketing', foreign.id)).json()).toMatchObject(no)
      expect((await may(token, 'manage_ticketing', '999999999')).json()).toMatchObject(no)
    })

    it('extends the session with each call, up to one hour in all', async () => {
      const token = await api.usedSession(owner)
      await shift(token, 600)
      await accounts(token)
      const leftAfter = async () => ((await rowOf(token))?.['expires_at'].getTime() - Date.now()) / 1000
      expect(await leftAfter()).toBeCloseTo(900, -1)
      await shift(token, 800)
      await accounts(token)
      expect(await leftAfter()).toBeCloseTo(900, -1)
      await shift(token, 800)
      await may(token, 'view_reports')
      expect(await leftAfter()).toBeCloseTo(900, -1)
      await shift(token, 800)
      await may(token, 'view_reports')
      expect(await leftAfter()).toBeCloseTo(600, -1)
      await shift(token, 601)
      await expectRefusal(accounts(token), 'SESSION_EXPIRED')
      await expectRefusal(may(token, 'view_reports'), 'SESSION_EXPIRED')
    })

    it('refuses a revoked session, and accepts a repeated revocation', async () => {
      const token = await api.usedSession(owner)
      expect((await revoke(token)).json()).toEqual({ revoked: true })
      expect((await revoke(token)).json()).toEqual({ revoked: true })
      expect((await revoke(UNKNOWN)).json()).toEqual({ revoked: true })
      await expectRefusal(accounts(token), 'SESSION_REVOKED')
      await expectRefusal(may(token, 'view_reports'), 'SESSION_REVOKED')
    })

    it('ends when the sign-in in which it was issued expires', async () => {
      const user = await api.person()
      const token = await api.usedSession(user)
      expect((await accounts(token)).statusCode).toBe(200)
      await expireSignIns(user)
      await expectRefusal(accounts(token), 'SESSION_REVOKED')
      await expectRefusal(may(token, 'view_reports'), 'SESSION_REVOKED')
    })

    it('lets a user revoke only their own sessions', async () => {
      const token = await api.usedSession(owner)
      const revokeAs = (user: TestUser) =>
        api.as(user, {
          method: 'POST',
          url: '/api/cross-app/revoke-session',
          payload: { session_token: token },
        })
      expect((await revokeAs(await api.person())).json()).toEqual({ revoked: true })
      expect((await accounts(token)).statusCode).toBe(200)
      await revokeAs(owner)
      await expectRefusal(accounts(token), 'SESSION_REVOKED')
    })

    it.each(['accounts', 'permission', 'link'])('needs a token that was validated: %s', async (use) => {
      const token = await api.session(owner)
      const { id } = await api.event(owner)
      const uses = {
        accounts: () => accounts(token),
        permission: () => may(token, 'view_reports'),
        link: () => {
          const payload = {
            session_token: token,
            hi_events_event_id: Number(id),
            event_url: 'https://tickets.test/event/7',
            widget_url: 'https://tickets.test/widget/7',
            manage_url: 'https://tickets.test/manage/event/7',
          }
          return api.signed({ method: 'PUT', url: `/api/cross-app/links/${id}`, payload })
        },
      }
      await expectRefusal(uses[use as keyof typeof uses](), 'SESSION_NOT_FOUND')
      await validate(token)
      expect((await uses[use as keyof typeof uses]()).statusCode).toBe(200)
    })

    it('is revoked by a second use of its token, which has its audit row', async () => {
      const token = await api.usedSession(owner)
      expect((await accounts(token)).statusCode).toBe(200)
      await expectRefusal(validate(token), 'SESSION_ALREADY_USED')
      await expectRefusal(accounts(token), 'SESSION_REVOKED')
      await expectRefusal(may(token, 'view_reports'), 'SESSION_REVOKED')
      await expectRefusal(validate(token), 'SESSION_ALREADY_USED')
      const [row] = await world.database.db`
        select outcome, user_id::text from audit_log where operation = 'validate-session' order by id desc limit 1`
      expect(row).toEqual({ outcome: 'SESSION_ALREADY_USED', user_id: owner.id })
    })

    it('refuses an unknown session token', async () => {
      await expectRefusal(accounts(UNKNOWN), 'SESSION_NOT_FOUND')
      await expectRefusal(may(UNKNOWN, 'view_reports'), 'SESSION_NOT_FOUND')
    })
  })
})
