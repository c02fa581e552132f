import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cookies } from '@sveltejs/kit'
import { StandInApi } from '../../../../test-support/api-server.ts'
import { fillDemo } from '../../../../test-support/demo.ts'
import { World } from '../../../../test-support/world.ts'
import { type Api, createApi } from '../api/api.ts'
import { sessionCookies } from './cookies.ts'
import { createRefresher } from './refresh.ts'
import { accountsWith, may, resolveVisitor } from './visitor.ts'

let stand: StandInApi
let api: Api
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
  const world = new World('http://tickets.localhost:3002')
  fillDemo(world)
  world.addUser(
    { name: 'Vera', email: 'vera@example.com', password: 'only looking around' },
    'Guests',
    'viewer',
  )
  stand = await new StandInApi(world, 'http://tickets.localhost:3002').listen()
  api = createApi({ baseUrl: stand.url, requestId: 'request-1', clientAddress: '203.0.113.7' })
  ;[jar, set] = [new Map(), []]
})
afterEach(() => stand.close())

async function signIn(email = 'ada@example.com', password = 'correct horse battery', secure = false) {
  const pair = await api.login({ email, password })
  if (pair.ok) sessionCookies(cookies, secure).write(pair.value)
}

function resolve(secure = false) {
  return resolveVisitor(sessionCookies(cookies, secure), {
    api,
    refresh: createRefresher((token) => api.refresh(token)),
  })
}

describe('who asks', () => {
  it('is a guest without cookies, and the API is not asked', async () => {
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

  it('is a member still when the access token is over, with new cookies', async () => {
    await signIn()
    const before = new Map(jar)
    stand.sessions.expireAccess()
    expect((await resolve()).kind).toBe('member')
    expect(jar.get('tuvens-access')).not.toBe(before.get('tuvens-access'))
    expect(jar.get('tuvens-refresh')).not.toBe(before.get('tuvens-refresh'))
  })

  it('is unknown, not a guest, while the API is away; the cookies stay', async () => {
    await signIn()
    stand.fail('/api/auth', 'SERVICE_UNAVAILABLE')
    expect(await resolve()).toEqual({ kind: 'unknown' })
    expect(jar.size).toBe(2)
  })

  it('is a guest when the session is over, and the cookies go', async () => {
    jar.set('tuvens-refresh', 'x'.repeat(43))
    expect(await resolve()).toEqual({ kind: 'guest' })
    expect(jar.size).toBe(0)
  })
})

describe('the cookies', () => {
  it('go before the token does, and out of reach of scripts', async () => {
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

  it('are tied to this very host where people come by https', async () => {
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
    expect([may(ada, 'manage_ticketing', 1), may(ada, 'manage_ticketing', 2)]).toEqual([true, false])
    await signIn('vera@example.com', 'only looking around')
    const vera = await resolve()
    expect(may(vera, 'manage_ticketing', 3)).toBe(false)
    expect(accountsWith(vera, 'view_reports')).toHaveLength(1)
  })

  it('is nothing for a guest, and nothing while nobody can say', () => {
    expect(accountsWith({ kind: 'guest' }, 'view_reports')).toEqual([])
    expect(may({ kind: 'unknown' }, 'create_events', 1)).toBe(false)
  })
})
