import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cookies } from '@sveltejs/kit'
import { StandInApi } from '../../../../test-support/api-server.ts'
import { fillDemo } from '../../../../test-support/demo.ts'
import { StandInWorld } from '../../../../test-support/world.ts'
import { connectToApi } from '../api/call.ts'
import { type ApiClient, createApiClient } from '../api/client.ts'
import { sessionCookies } from './cookies.ts'
import { createRefresher } from './refresh.ts'
import { accountsWith, hasPermission, resolveVisitor } from './visitor.ts'

let stand: StandInApi
let api: ApiClient
let jar: Map<string, string>
let set: { name: string; options: object }[]

const cookies = {
  get: (name: string) => jar.get(name),
  set: (name: string, value: string, options: object) => {
    set.push({ name, options })
    jar.set(name, value)
  },
  delete: (name: string) => void jar.delete(name),
} as unknown as Cookies

beforeEach(async () => {
  const world = new StandInWorld('http://tickets.localhost:3002')
  fillDemo(world)
  world.addUser(
    { name: 'Vera', email: 'vera@example.com', password: 'only looking around' },
    'Guests',
    'viewer',
  )
  stand = await new StandInApi(world, 'http://tickets.localhost:3002').listen()
  api = createApiClient({
    http: connectToApi(stand.url),
    clientAddress: '203.0.113.7',
    userAgent: 'a browser',
    language: 'de',
  })
  ;[jar, set] = [new Map(), []]
})
afterEach(() => stand.close())

async function signIn(email = 'ada@example.com', password = 'correct horse battery', secure = false) {
  const pair = await api.login({ email, password })
  if (pair.ok && 'access_token' in pair.value) sessionCookies(cookies, secure).write(pair.value)
}

function resolve(secure = false) {
  return resolveVisitor(sessionCookies(cookies, secure), {
    api,
    refresh: createRefresher((token, caller) => caller.refresh(token)),
  })
}

describe('the visitor of a request', () => {
  it('is a guest without cookies, without a call of the API', async () => {
    expect(await resolve()).toEqual({ kind: 'guest' })
    expect(stand.calls).toEqual([])
  })

  it('is a member with their accounts', async () => {
    await signIn()
    expect(await resolve()).toMatchObject({
      kind: 'member',
      user: { name: 'Ada Visser' },
      accounts: [{ account_id: 1 }],
    })
  })

  it('renews the session in their own name, because the API limits visitors', async () => {
    await signIn()
    stand.sessions.expireAccess()
    await resolve()
    expect(stand.seen('/api/auth/refresh').map(({ headers }) => headers)).toMatchObject([
      { 'x-forwarded-for': '203.0.113.7', 'user-agent': 'a browser' },
    ])
  })

  it('is still a member after the access token expired, with new cookies', async () => {
    await signIn()
    const before = new Map(jar)
    stand.sessions.expireAccess()
    expect((await resolve()).kind).toBe('member')
    expect(jar.get('tuvens-access')).not.toBe(before.get('tuvens-access'))
    expect(jar.get('tuvens-refresh')).not.toBe(before.get('tuvens-refresh'))
  })

  it('is unknown, not a guest, while the API does not respond; the cookies stay', async () => {
    await signIn()
    stand.fail('/api/auth', 'SERVICE_UNAVAILABLE')
    expect(await resolve()).toEqual({ kind: 'unknown' })
    expect(jar.size).toBe(2)
  })

  it('is a guest after the session ended, and the cookies are removed', async () => {
    jar.set('tuvens-refresh', 'x'.repeat(43))
    expect(await resolve()).toEqual({ kind: 'guest' })
    expect([...jar]).toEqual([['tuvens-signed-out', 'ended']])
  })

  it.each([
    ['expired', 'TOKEN_EXPIRED', []],
    ['ended', 'TOKEN_INVALID', []],
    ['reused', 'TOKEN_INVALID', [{ field: 'refresh_token', message: 'It was used twice' }]],
  ] as const)('learns why the session is over: %s', async (reason, code, details) => {
    jar.set('tuvens-refresh', 'x'.repeat(43))
    const failure = { status: 401, code, details: [...details], requestId: null, retryAfterSeconds: null }
    const session = sessionCookies(cookies, false)
    await resolveVisitor(session, { api, refresh: async () => ({ ok: false, failure }) })
    expect(session.readSignedOut()).toBe(reason)
    await signIn()
    expect(session.readSignedOut()).toBeNull()
  })
})

describe('the cookies', () => {
  it('expire before the token, and cannot be read by scripts', async () => {
    await signIn()
    expect(set).toEqual([
      {
        name: 'tuvens-access',
        options: expect.objectContaining({ httpOnly: true, sameSite: 'lax', path: '/', maxAge: 870 }),
      },
      {
        name: 'tuvens-refresh',
        options: expect.objectContaining({ httpOnly: true, sameSite: 'lax', maxAge: 86_400 }),
      },
    ])
  })

  it('are bound to this host when the request came by https', async () => {
    await signIn('ada@example.com', 'correct horse battery', true)
    expect(set.map(({ name }) => name)).toEqual(['__Host-tuvens-access', '__Host-tuvens-refresh'])
    for (const { options } of set) expect(options).toMatchObject({ secure: true, path: '/' })
    expect((await resolve(true)).kind).toBe('member')
  })
})

describe('what a visitor may do', () => {
  it('follows their role on that account', async () => {
    await signIn()
    const ada = await resolve()
    expect([hasPermission(ada, 'manage_ticketing', 1), hasPermission(ada, 'manage_ticketing', 2)]).toEqual([
      true,
      false,
    ])
    await signIn('vera@example.com', 'only looking around')
    const vera = await resolve()
    expect(hasPermission(vera, 'manage_ticketing', 3)).toBe(false)
    expect(accountsWith(vera, 'view_reports')).toHaveLength(1)
  })

  it('is nothing for a guest and for an unknown visitor', () => {
    expect(accountsWith({ kind: 'guest' }, 'view_reports')).toEqual([])
    expect(hasPermission({ kind: 'unknown' }, 'create_events', 1)).toBe(false)
  })
})
