import { HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf, sessionOf, SHARED_SECRET } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { hashOf } from './token.ts'
import { tuvensAuth } from './tuvens-auth.ts'

let test: Harness
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.api.faults.length = 0
})

const VALIDATE = 'POST /api/cross-app/validate-session'

describe('SecureCrossAppAuthService (H1)', () => {
  it('validates a session with a signed call', async () => {
    const session = await test.context.auth.validateSession(test.api.issueToken({ event: eventOf('11') }))
    expect(session).toMatchObject({ valid: true, user_id: '456', account_id: 7, event: { id: '11' } })
  })

  it('repeats a validation under the same idempotency key when its response was lost', async () => {
    const token = test.api.issueToken()
    test.api.faults.push({ match: VALIDATE, kind: 'lost' })
    const before = test.api.count(VALIDATE)
    expect(await test.context.auth.validateSession(token)).toMatchObject({ valid: true })
    const calls = test.api.seen.filter((each) => each.path.endsWith('/validate-session')).slice(before)
    expect(calls).toHaveLength(2)
    expect(new Set(calls.map((each) => each.headers[HEADERS.idempotencyKey])).size).toBe(1)
  })

  it('does not cache a validation: the second one is refused', async () => {
    const token = test.api.issueToken()
    await test.context.auth.validateSession(token)
    await expect(test.context.auth.validateSession(token)).rejects.toMatchObject({
      code: 'SESSION_ALREADY_USED',
    })
  })

  it.each([
    ['expired', 'SESSION_EXPIRED'],
    ['revoked', 'SESSION_REVOKED'],
  ] as const)('reports a session that is %s', async (state, code) => {
    await expect(test.context.auth.validateSession(test.api.issueToken({}, state))).rejects.toMatchObject({
      code,
    })
  })

  it('reports an unknown session', async () => {
    await expect(test.context.auth.validateSession('A'.repeat(43))).rejects.toMatchObject({
      code: 'SESSION_NOT_FOUND',
    })
  })

  it.each(['cut', 'html', 'nonsense', 'huge', 'redirect'] as const)(
    'reports the API as unavailable when its response is %s',
    async (kind) => {
      test.api.faults.push({ match: VALIDATE, kind, times: 3 })
      await expect(test.context.auth.validateSession(test.api.issueToken())).rejects.toMatchObject({
        code: 'API_UNAVAILABLE',
        statusCode: 503,
      })
    },
  )

  it('reports the API as unavailable when it refuses the service’s own credential', async () => {
    test.api.faults.push({ match: VALIDATE, kind: 'error', value: 401, times: 3 })
    await expect(test.context.auth.validateSession(test.api.issueToken())).rejects.toMatchObject({
      code: 'API_UNAVAILABLE',
    })
  })

  it('reports the API as unavailable when it refuses the signature of the service', async () => {
    const env = { HI_EVENTS_SHARED_SECRET: 'another-secret-of-the-tests' }
    const other = await startHarness({ env })
    await expect(other.context.auth.validateSession(other.api.issueToken())).rejects.toMatchObject({
      code: 'API_UNAVAILABLE',
    })
    await other.stop()
  })

  it('caches the list of accounts for seconds, per session', async () => {
    const [one, two] = [test.api.issueToken(), test.api.issueToken({ organiser: 'Second' })]
    const before = test.api.count('GET /api/cross-app/user-accounts')
    await Promise.all([1, 2, 3].map(() => test.context.auth.userAccounts(one)))
    expect((await test.context.auth.userAccounts(one)).accounts[0]?.name).toBe('Blue Note Collective')
    expect((await test.context.auth.userAccounts(two)).accounts[0]?.name).toBe('Second')
    expect(test.api.count('GET /api/cross-app/user-accounts') - before).toBe(2)
  })

  it('does not cache a failed list of accounts', async () => {
    const token = test.api.issueToken()
    test.api.faults.push({ match: 'GET /api/cross-app/user-accounts', kind: 'error', value: 500, times: 3 })
    await expect(test.context.auth.userAccounts(token)).rejects.toMatchObject({ code: 'API_UNAVAILABLE' })
    expect((await test.context.auth.userAccounts(token)).accounts).toHaveLength(1)
  })
})

describe('SecureCrossAppAuthMiddleware (H2)', () => {
  const status = (token?: string) => ask('/api/auth/cross-app/status', token)
  const ask = async (path: string, token?: string) => {
    const headers = token === undefined ? {} : { [HEADERS.sessionToken]: token }
    const answer = await fetch(test.url + path, { headers })
    return { status: answer.status, body: await answer.json() }
  }

  it('recognises a session that was consumed here', async () => {
    const token = test.api.issueToken({ event: eventOf('21') })
    await new Visitor(test).land({ session_token: token })
    expect(await status(token)).toMatchObject({
      status: 200,
      body: { valid: true, user: { id: '456', name: 'Olga Organiser', account_id: 7 } },
    })
  })

  it('recognises no token that was not consumed here, is malformed, or is missing', async () => {
    const nobody = { status: 200, body: { valid: false, user: null, expires_at: null } }
    expect(await status(test.api.issueToken())).toEqual(nobody)
    expect(await status("' or 1=1 --")).toEqual(nobody)
    expect(await status()).toEqual(nobody)
  })

  it('forgets a session once it has expired', async () => {
    const token = test.api.issueToken({ expires_at: new Date(Date.now() + 60_000).toISOString() })
    await new Visitor(test).land({ session_token: token })
    await test.database.db`update sessions set expires_at = now() - interval '1 second'
      where token_hash = ${hashOf(token)}`
    expect((await status(token)).body).toMatchObject({ valid: false })
    expect(await ask('/api/auth/cross-app/accounts', token)).toMatchObject({
      status: 404,
      body: { code: 'SESSION_NOT_FOUND' },
    })
  })

  it('requires a session for accounts and permissions', async () => {
    expect(await ask('/api/auth/cross-app/accounts')).toMatchObject({
      status: 401,
      body: { code: 'AUTHENTICATION_REQUIRED' },
    })
    expect(await ask('/api/auth/cross-app/accounts', test.api.issueToken())).toMatchObject({ status: 404 })
  })

  it('returns accounts and permissions of the session from the API', async () => {
    const token = test.api.issueToken({ event: eventOf('22') })
    await new Visitor(test).land({ session_token: token })
    expect(await ask('/api/auth/cross-app/accounts', token)).toMatchObject({
      status: 200,
      body: { accounts: [{ account_id: 7, role: 'owner' }] },
    })
    const answer = await permission(token, { session_token: token, permission: 'manage_ticketing' })
    expect(answer).toMatchObject({ status: 200, body: { has_permission: true, granted: true } })
  })

  it('refuses a permission check for another session’s token', async () => {
    const [own, other] = [test.api.issueToken({ event: eventOf('23') }), test.api.issueToken()]
    await new Visitor(test).land({ session_token: own })
    const answer = await permission(own, { session_token: other, permission: 'manage_ticketing' })
    expect(answer).toMatchObject({ status: 404, body: { code: 'SESSION_NOT_FOUND' } })
  })

  it.each([
    ['an unknown permission', { permission: 'rule_the_world' }],
    ['an unknown field', { permission: 'create_events', more: 1 }],
    ['a wrong type', { permission: 7 }],
    ['nothing', {}],
  ])('refuses a permission check with %s', async (_what, body) => {
    const token = test.api.issueToken({ event: eventOf('24') })
    await new Visitor(test).land({ session_token: token })
    expect(await permission(token, { session_token: token, ...body })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR' },
    })
  })

  const permission = async (token: string, body: object) => {
    const answer = await fetch(`${test.url}/api/auth/cross-app/validate-permission`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [HEADERS.sessionToken]: token },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }

  const guard = async (headers: Record<string, string>) => {
    const request = { headers, method: 'GET', url: '/x?y=1', rawBody: Buffer.alloc(0) }
    // A plain object in place of a request: the guard reads four of its fields.
    const requireSigned = test.context.middleware.requireSigned as unknown as (of: object) => Promise<void>
    return requireSigned(request)
  }

  it('accepts only signed requests of our own services', async () => {
    const signable = { method: 'GET', path: '/x?y=1', body: '' }
    await guard(signRequest([SHARED_SECRET], signable, Date.now()))
    await expect(guard({})).rejects.toMatchObject({ code: 'SIGNATURE_REQUIRED' })
    await expect(guard({ [HEADERS.sharedSecret]: SHARED_SECRET })).rejects.toMatchObject({
      code: 'SIGNATURE_REQUIRED',
    })
    await expect(guard(signRequest(['another-secret'], signable, Date.now()))).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    })
    await expect(guard(signRequest([SHARED_SECRET], signable, 0))).rejects.toMatchObject({
      code: 'SIGNATURE_EXPIRED',
    })
  })
})

describe('tuvensAuth (H4)', () => {
  it.each([
    ['Olga Organiser', 'Olga', 'Organiser'],
    ['Ludwig  van Beethoven', 'Ludwig van', 'Beethoven'],
    ['Olga', 'Olga', undefined],
    ['   ', 'olga', undefined],
    ['李小龙', '李小龙', undefined],
  ])('maps the name %j', (name, firstName, lastName) => {
    const user = tuvensAuth.mapUser(sessionOf({ name }))
    expect(user).toEqual({ id: '456', email: 'olga@tuvens.test', firstName, ...(lastName && { lastName }) })
  })

  it('shortens long names and writes the e-mail address in lower case', () => {
    const user = tuvensAuth.mapUser(
      sessionOf({ name: `${'a'.repeat(80)} ${'b'.repeat(80)}`, email: 'Olga@X.Test ' }),
    )
    expect([user.firstName.length, user.lastName?.length]).toEqual([50, 50])
    const { firstName } = tuvensAuth.mapUser(sessionOf({ name: '🎷'.repeat(60) }))
    expect(firstName).toBe('🎷'.repeat(50))
    expect(user.email).toBe('olga@x.test')
  })

  it('stores users, memberships and the account’s name as Tuvens last described them', async () => {
    const { db } = test.context
    await new Visitor(test).land({ session_token: test.api.issueToken({ event: eventOf('25') }) })
    const renamed = sessionOf({ name: 'Olga O.', organiser: 'Red Note', permissions: ['manage_ticketing'] })
    await tuvensAuth.syncAccount(db, renamed)
    await tuvensAuth.syncAccount(db, sessionOf({ ...renamed, user_id: '457', name: 'Otto' }))
    const people = await db`select name from users join memberships using (tuvens_user_id)
      where tuvens_account_id = 7 order by tuvens_user_id`
    expect(people.map((each) => each['name'])).toEqual(['Olga O.', 'Otto'])
    const [account] = await db`select name from accounts where tuvens_account_id = 7`
    expect(account?.['name']).toBe('Red Note')
    const [membership] = await db`select permissions from memberships where tuvens_user_id = 456`
    expect(membership?.['permissions']).toEqual(['manage_ticketing'])
  })
})
