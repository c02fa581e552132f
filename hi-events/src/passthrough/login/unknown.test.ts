import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
let now = Date.now()
beforeAll(async () => {
  test = await startTicketStand({ LIMIT_UNKNOWN_TOKENS: '3' }, { clock: { now: () => now } })
})
afterAll(() => test.stop())
beforeEach(() => {
  // The window of the test before is over.
  now += 61_000
})

const random = () => randomBytes(32).toString('base64url')
const ask = (token: string, path = '/api/users/me', accept = 'application/json') =>
  test.send('GET', path, { cookie: `token=${token}`, accept })
const statusOf = async (token: string, path?: string) => (await ask(token, path)).status

describe('values that stand for nothing', () => {
  it('are looked up so often for a client, and then refused in words', async () => {
    for (const _ of [1, 2, 3]) expect(await statusOf(random())).toBe(200)
    const refused = await ask(random(), '/manage/events', 'text/html')
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(refused.text).toContain('Many sign-ins from here are not known')
    now += 61_000
    expect(await statusOf(random())).toBe(200)
  })

  it('close neither what strangers see nor a session that is in use', async () => {
    const { token } = await test.signIn('owner')
    expect(await statusOf(token)).toBe(200)
    for (const _ of [1, 2, 3, 4]) await statusOf(random())
    expect(await statusOf(random())).toBe(429)
    expect(await statusOf(random(), '/event/41/jazz')).toBe(200)
    now += 3_000
    expect(await statusOf(token)).toBe(200)
  })

  it('count once each: a browser that still has an old one is not locked out', async () => {
    const old = random()
    for (let call = 0; call < 9; call++) {
      expect(await statusOf(old)).toBe(200)
      now += 2_500
    }
    expect(await statusOf(random())).toBe(200)
  })

  it('of any other form cost nothing', async () => {
    for (let call = 0; call < 9; call++) expect(await statusOf(`x${call}`)).toBe(200)
  })
})
