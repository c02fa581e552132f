import { signRequest } from '@tuvens/contract/signatures'
import { startRedis, type TestRedis } from '@tuvens/platform/test-support/redis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  PASSWORD,
  SECRET,
  startWorld,
  statusMessage,
  TestApi,
  type TestUser,
  type TestWorld,
} from '../test-support/api.ts'

const UNKNOWN = 'u'.repeat(43)
/** The name of the API; a client elsewhere cannot call it localhost. */
const HOST = { host: 'localhost:3001' }

describe('rate limits', () => {
  let world: TestWorld
  const nodes: TestApi[] = []
  beforeAll(async () => {
    world = await startWorld()
  })
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.stop()))
  })
  afterAll(() => world.end())

  const node = async (settings: Record<string, string>) => {
    const api = await TestApi.start(world.database.url, settings)
    nodes.push(api)
    return api
  }
  const validate = (api: TestApi, remoteAddress = '10.0.0.1', secret = SECRET) =>
    api.signed(
      {
        method: 'POST',
        url: '/api/cross-app/validate-session',
        payload: { session_token: UNKNOWN },
        headers: HOST,
        remoteAddress,
      },
      secret,
    )

  it('takes the points of a limit from its setting and refuses with the envelope beyond them', async () => {
    const api = await node({ LIMIT_VALIDATE: '1' })
    const [allowed, refused] = [await validate(api), await validate(api)]
    expect([allowed.statusCode, allowed.headers['ratelimit-policy']]).toEqual([404, '"validate";q=1;w=60'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.json()).toMatchObject({
      statusCode: 429,
      error: 'Too Many Requests',
      code: 'RATE_LIMITED',
    })
  })

  it('counts validations per client that the calling service names, an IPv6 network as one', async () => {
    const api = await node({ LIMIT_VALIDATE: '1' })
    const forClient = async (address: string, secret = SECRET) => {
      const url = '/api/cross-app/validate-session'
      const headers = { 'x-client-address': address }
      const payload = { session_token: UNKNOWN }
      return (await api.signed({ method: 'POST', url, payload, headers }, secret)).statusCode
    }
    expect([await forClient('192.0.2.1'), await forClient('192.0.2.1')]).toEqual([404, 429])
    expect([await forClient('192.0.2.2'), await forClient('::ffff:192.0.2.2')]).toEqual([404, 429])
    expect([await forClient('2001:db8::1'), await forClient('2001:db8::2')]).toEqual([404, 429])
    expect([await forClient('nobody'), await forClient('nowhere')]).toEqual([404, 429])
  })

  it('counts validations per secret and client address', async () => {
    const api = await node({
      LIMIT_VALIDATE: '1',
      HI_EVENTS_SHARED_SECRET: `${SECRET},the-next-shared-secret`,
    })
    expect((await validate(api)).statusCode).toBe(404)
    expect((await validate(api)).statusCode).toBe(429)
    expect((await validate(api, '10.0.0.2')).statusCode).toBe(404)
    expect((await validate(api, '10.0.0.1', 'the-next-shared-secret')).statusCode).toBe(404)
  })

  it('counts issued sessions per user', async () => {
    const api = await node({ LIMIT_GENERATE: '1' })
    const [one, two] = [await api.person(), await api.person()]
    const mint = async (user: typeof one) =>
      (await api.as(user, { method: 'POST', url: '/api/cross-app/generate-session', payload: {} })).statusCode
    expect([await mint(one), await mint(one), await mint(two)]).toEqual([200, 429, 200])
  })

  it('counts session calls per token', async () => {
    const api = await node({ LIMIT_USER_ACCOUNTS: '1', LIMIT_VALIDATE_PERMISSION: '1' })
    const owner = await api.person()
    const [one, two] = [await api.usedSession(owner), await api.usedSession(owner)]
    const accounts = async (token: string) =>
      (await api.signed({ method: 'GET', url: `/api/cross-app/user-accounts?session_token=${token}` }))
        .statusCode
    const may = async (token: string) => {
      const payload = { session_token: token, permission: 'view_reports' }
      return (await api.signed({ method: 'POST', url: '/api/cross-app/validate-permission', payload }))
        .statusCode
    }
    expect([await accounts(one), await accounts(one), await accounts(two)]).toEqual([200, 429, 200])
    expect([await may(one), await may(one), await may(two)]).toEqual([200, 429, 200])
  })

  it('counts webhooks per sender, without forged ones', async () => {
    const api = await node({ LIMIT_STATUS_WEBHOOK: '1' })
    const message = statusMessage('999999999', 1, 'LIVE')
    expect((await api.webhook(message, 'not-the-shared-secret')).statusCode).toBe(401)
    expect((await api.webhook(message)).statusCode).toBe(404)
    expect((await api.webhook(message)).statusCode).toBe(429)
  })

  const login = async (api: TestApi, email: string, remoteAddress: string) => {
    const payload = { email, password: 'x' }
    return (
      await api.app.inject({ method: 'POST', url: '/api/auth/login', headers: HOST, payload, remoteAddress })
    ).statusCode
  }

  it('counts sign-ins per client, whatever e-mail they name', async () => {
    const api = await node({ LIMIT_LOGIN: '1' })
    expect([
      await login(api, 'a@example.com', '10.3.0.1'),
      await login(api, 'b@example.com', '10.3.0.1'),
      await login(api, 'b@example.com', '10.3.0.2'),
    ]).toEqual([401, 429, 401])
  })

  it.each([
    ['refresh', 'LIMIT_REFRESH', { refresh_token: UNKNOWN }],
    ['logout', 'LIMIT_REFRESH', { refresh_token: UNKNOWN }],
    ['login/passkey/options', 'LIMIT_PASSKEY', undefined],
  ])('counts calls of %s per client, by %s', async (path, setting, payload) => {
    const api = await node({ [setting]: '1' })
    const isRefused = async (remoteAddress: string) => {
      const url = `/api/auth/${path}`
      const call = { method: 'POST', url, headers: HOST, remoteAddress } as const
      return (await api.app.inject({ ...call, ...(payload && { payload }) })).statusCode === 429
    }
    expect([await isRefused('10.6.0.1'), await isRefused('10.6.0.1')]).toEqual([false, true])
    expect(await isRefused('10.6.0.2')).toBe(false)
    const link = { method: 'POST', url: '/api/auth/verify-email', headers: HOST } as const
    const verified = await api.app.inject({ ...link, payload: { token: UNKNOWN, password: 'x' } })
    expect(verified.json().code).toBe('MAILED_LINK_INVALID')
  })

  it('counts mails per recipient, from any sender and for any purpose', async () => {
    // A sixth of the defaults: two mails to one address.
    const api = await node({ LIMIT_MAILS: '10' })
    const address = 'victim@example.com'
    const statusOf = async (remoteAddress: string, url: string, payload: object, user?: TestUser) => {
      const authorization = user === undefined ? {} : { authorization: `Bearer ${user.token}` }
      const headers = { ...HOST, ...authorization }
      return (await api.app.inject({ method: 'POST', url, headers, payload, remoteAddress })).statusCode
    }
    const [one, other] = [await api.person(), await api.signUp()]
    const invite = (user: TestUser, from: string, email: string) =>
      statusOf(from, `/api/accounts/${user.accountId}/invitations`, { email, role: 'viewer' }, user)
    expect(await invite(one, '10.7.0.1', address)).toBe(201)
    expect(await invite(other, '10.7.0.2', address.toUpperCase())).toBe(201)
    expect(await invite(other, '10.7.0.3', address)).toBe(429)
    const change = { email: address, password: PASSWORD }
    expect(await statusOf('10.7.0.4', '/api/auth/me/email', change, other)).toBe(429)
    const signUp = { email: address, password: 'tandem kiosk violet', name: 'Ada' }
    expect(await statusOf('10.7.0.5', '/api/auth/register', signUp)).toBe(429)
    expect(await invite(other, '10.7.0.3', 'somebody.else@example.com')).toBe(201)
  })

  it('delays guesses for one e-mail, from whatever addresses they come', async () => {
    const api = await node({})
    const statuses: number[] = []
    for (let at = 0; at < 8; at++) statuses.push(await login(api, 'A@example.com', `10.4.0.${at}`))
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
    expect(await login(api, 'other@example.com', '10.4.0.1')).toBe(401)
  })

  it('hashes few passwords of one client at once and refuses the others at once', async () => {
    const api = await node({})
    const wrong = Array.from({ length: 60 }, (_each, at) => login(api, `${at}@example.com`, '10.5.0.1'))
    const honest = login(api, 'honest@example.com', '10.5.0.2')
    const statuses = await Promise.all(wrong)
    expect(statuses.filter((each) => each === 429).length).toBeGreaterThan(0)
    expect(await honest).toBe(401)
  })

  it('believes X-Forwarded-For only from the configured proxies', async () => {
    const call = async (api: TestApi, forwarded: string) => {
      const body = JSON.stringify({ session_token: UNKNOWN })
      const url = '/api/cross-app/validate-session'
      const headers = {
        'content-type': 'application/json',
        'x-forwarded-for': forwarded,
        ...signRequest([SECRET], { method: 'POST', path: url, body }, Date.now()),
      }
      return (await api.app.inject({ method: 'POST', url, headers, payload: body })).statusCode
    }
    const [bare, behind] = [
      await node({ LIMIT_VALIDATE: '1' }),
      await node({ LIMIT_VALIDATE: '1', TRUST_PROXY: '1' }),
    ]
    expect([await call(bare, '10.1.1.1'), await call(bare, '10.1.1.2')]).toEqual([404, 429])
    expect([await call(behind, '10.1.1.1'), await call(behind, '10.1.1.2')]).toEqual([404, 404])
    expect(await call(behind, '10.9.9.9, 10.1.1.1')).toBe(429)
  })

  describe('over several nodes', () => {
    let redis: TestRedis
    beforeAll(async () => {
      redis = await startRedis()
    })
    afterAll(() => redis.stop())

    it('counts all nodes together, and stores no token or address', async () => {
      const settings = { LIMIT_VALIDATE: '3', REDIS_URL: redis.url }
      const both = [await node(settings), await node(settings)]
      await Promise.all(
        both.map(({ context }) =>
          expect.poll(() => context.redis?.status, { timeout: 60_000 }).toBe('ready'),
        ),
      )
      const statuses: number[] = []
      for (let call = 0; call < 5; call++) {
        const api = both[call % 2]
        if (api !== undefined) statuses.push((await validate(api, '10.2.0.1')).statusCode)
      }
      expect(statuses).toEqual([404, 404, 404, 429, 429])
      const keys = (await both[0]?.context.redis?.keys('*')) ?? []
      expect(keys.length).toBeGreaterThan(0)
      for (const secret of [UNKNOWN, '10.2.0.1']) expect(keys.join()).not.toContain(secret)
    })
  })
})
