import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type TestUser, type TestWorld } from '../test-support/api.ts'

const LIMITED = ['login', 'register', 'session'] as const
const LIMITS = { LIMIT_LOGIN: '4', LIMIT_REGISTER: '4', LIMIT_GENERATE: '4', LIMIT_VALIDATE: '4' }
const REFUSED = new Set([429, 503])
const PASSWORD = 'a long enough password of nobody'

let world: TestWorld
let person: TestUser
let next = 0
beforeAll(async () => {
  world = await startWorld({ ...LIMITS, STREAM_MAX_PER_CLIENT: '4' })
  person = await world.api.person()
})
afterAll(() => world.end())

type Send = { url: string; address: string; payload?: object; token?: string }

async function send({ url, address, payload, token }: Send): Promise<number> {
  const response = await world.api.app.inject({
    url,
    method: payload === undefined ? 'GET' : 'POST',
    remoteAddress: address,
    headers: { host: 'localhost:3001', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(payload !== undefined && { payload }),
  })
  return response.statusCode
}

const email = () => `${next++}@example.com`
const client = () => `10.${next % 250}.${(next >> 8) % 250}.${next++ % 250}`

/** Every entrance of the API. Each call is one that is honest. */
const ENTRANCES: Record<string, (address: string) => Promise<number>> = {
  login: (address) =>
    send({ url: '/api/auth/login', address, payload: { email: email(), password: PASSWORD } }),
  register: (address) =>
    send({
      url: '/api/auth/register',
      address,
      payload: { email: email(), password: `${PASSWORD} ${next++}`, name: 'Ada' },
    }),
  session: async (address) => {
    const user = address === '192.0.2.1' ? person : await world.api.person()
    return send({ url: '/api/cross-app/generate-session', address, payload: {}, token: user.token })
  },
  validation: async (address) => {
    const payload = { session_token: `${next++}`.padEnd(43, 'A') }
    const headers = { 'x-client-address': address }
    const url = '/api/cross-app/validate-session'
    return (await world.api.signed({ method: 'POST', url, payload, headers })).statusCode
  },
  events: (address) => send({ url: '/api/events', address }),
}

describe.each(Object.keys(ENTRANCES))('a flood of %s', (flooded) => {
  it('from one client leaves every other entrance open, and its own for others', async () => {
    const statuses: number[] = []
    for (let call = 0; call < 10; call++) statuses.push((await ENTRANCES[flooded]?.('192.0.2.1')) ?? 0)
    const isLimited = [...LIMITED, 'validation'].some((each) => each === flooded)
    expect(statuses.includes(429)).toBe(isLimited)
    for (const [name, call] of Object.entries(ENTRANCES))
      expect([name, REFUSED.has(await call(client()))]).toEqual([name, false])
  })

  it('from many clients at once leaves every other entrance open', async () => {
    const flood = Array.from({ length: 40 }, async () => ENTRANCES[flooded]?.(client()))
    const others = Object.entries(ENTRANCES).filter(([name]) => name !== flooded && name !== 'register')
    for (const [name, call] of others)
      expect([name, REFUSED.has(await call(client()))]).toEqual([name, false])
    await Promise.all(flood)
  })
})
