import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../test-support/harness.ts'
import { startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand()
})
afterAll(() => test.stop())
afterEach(() => {
  test.stand.seen.length = 0
  test.stand.answer = (_request, response) => response.end('hello')
})

const SHARED = `shared.${'x'.repeat(20)}.token`
const NEW = `new.${'x'.repeat(20)}.token`
const cookie = (token: string) => ({ cookie: `token=${token}` })
const renew = (token: string, path = '/api/auth/refresh') => test.send('POST', path, cookie(token))
const received = () => test.stand.seen.at(-1)?.headers.authorization
const statusOfMe = async (token: string) => (await test.send('GET', '/api/users/me', cookie(token))).status
const giveNew = JSON.stringify({ token: NEW })
const asJson = { 'content-type': 'application/json', 'x-auth-token': NEW }

describe('the token that all sessions of an account use', () => {
  it.each(['owner', 'admin', 'editor', 'viewer'] as const)(
    'is not renewed by the browser of an %s, which keeps its value',
    async (role) => {
      await test.attachLogin(SHARED)
      const { token } = await test.signIn(role, null)
      for (const _ of [1, 2, 3]) {
        const answer = await renew(token)
        expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { token, token_type: 'bearer' }])
        expect(answer.headers.get('x-auth-token')).toBe(token)
        expect(answer.headers.getSetCookie().join()).toContain(`token=${token};`)
      }
      expect(test.stand.seen).toHaveLength(0)
      await test.send('GET', '/api/users/me', cookie(token))
      expect(received()).toBe(`Bearer ${SHARED}`)
    },
  )

  it('ends no session while it is exchanged, and ends them when it is refused', async () => {
    await test.attachLogin(SHARED)
    const { token } = await test.signIn('owner', null)
    const { db } = test.harness.database
    await db`update accounts set renewing_until = now() + interval '1 hour'`
    test.stand.answer = (_request, response) => response.writeHead(401).end('{}')
    await statusOfMe(token)
    expect((await test.rows()).at(-1)?.end_reason).toBeNull()
    await db`update accounts set renewing_until = now() - interval '1 second'`
    await statusOfMe(token)
    expect((await test.rows()).at(-1)?.end_reason).toBe('refused-upstream')
  })
})

describe('a session’s own token', () => {
  it('is not lost when the ticket system refuses the old one before it has given the new one', async () => {
    const { token } = await test.signInDirectly()
    let giveLater = () => {}
    test.stand.answer = (request, response) => {
      if (request.url !== '/api/auth/refresh') return void response.writeHead(401).end('{}')
      giveLater = () => response.writeHead(200, asJson).end(giveNew)
    }
    const renewed = renew(token)
    await until(() => test.stand.seen.length === 1, 'the renewal to begin')
    expect(await statusOfMe(token)).toBe(401)
    giveLater()
    expect((await renewed).status).toBe(200)
    test.stand.answer = (_request, response) => response.end('hello')
    expect(await statusOfMe(token)).toBe(200)
    expect(received()).toBe(`Bearer ${NEW}`)
  })

  it('is renewed by one call at a time: the others keep it', async () => {
    const { token } = await test.signInDirectly()
    let isGiven = false
    test.stand.answer = (_request, response) => {
      const give = () => response.writeHead(200, asJson).end(giveNew)
      void until(() => isGiven, 'the other calls to be answered').then(give, give)
    }
    const first = renew(token)
    await until(() => test.stand.seen.length === 1, 'the renewal to begin')
    for (const each of await Promise.all([1, 2, 3].map(async () => renew(token))))
      expect([each.status, JSON.parse(each.text).token]).toEqual([200, token])
    isGiven = true
    expect(JSON.parse((await first).text).token).toBe(token)
    expect(test.stand.seen).toHaveLength(1)
  })

  it('is not replaced by one that was given for an older one', async () => {
    const { token } = await test.signInDirectly()
    const { ticketSessions } = test.harness.context
    const resolved = await ticketSessions.resolve(token)
    if (resolved.kind !== 'live') throw new TypeError(resolved.kind)
    await ticketSessions.replaceUpstreamToken(token, resolved.session, NEW)
    await ticketSessions.replaceUpstreamToken(token, resolved.session, SHARED)
    await statusOfMe(token)
    expect(received()).toBe(`Bearer ${NEW}`)
  })
})
