import type { ErrorCode } from '@tuvens/contract'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { until } from '../../../test-support/harness.ts'
import { LINKED, startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
const sockets = new WebSocketServer({ noServer: true })
beforeAll(async () => {
  test = await startTicketStand({ TICKET_SESSION_IDLE: '3600', TICKET_SESSION_MAX: '7200' })
  test.stand.upstream.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    test.stand.seen.push(request)
    sockets.handleUpgrade(request, socket, head, () => {})
  })
})
afterAll(() => test.stop())
beforeEach(() => {
  test.stand.seen.length = 0
  test.api.faults.length = 0
})

const API = '/api/users/me'
const STATUS = 'POST /api/cross-app/session-status'
const cookie = (token: string) => ({ cookie: `token=${token}` })
const statusOf = async (token: string) => (await test.send('GET', API, cookie(token))).status
const pageOf = (token: string, path = `/manage/event/${LINKED}`) =>
  test.send('GET', path, { ...cookie(token), accept: 'text/html' })
const withdraw = (person: { apiSessionId: string } | null, reason: ErrorCode | null = null) =>
  test.api.withdrawn.set(person?.apiSessionId ?? '', reason)
const age = (seconds: number) => test.harness.database.db`
  update ticket_sessions set checked_at = checked_at - ${seconds} * interval '1 second',
    last_used_at = last_used_at - ${seconds} * interval '1 second', expires_at = expires_at - ${seconds} * interval '1 second'`
/** This node reads the session again, as it does after two seconds. */
const forget = (token: string) => until(async () => (await statusOf(token)) !== 200, 'the session to end')

describe('a session that Tuvens ends', () => {
  it('is refused with words after the next round, and leads back to its event', async () => {
    const { token, person } = await test.signIn('editor')
    expect(await statusOf(token)).toBe(200)
    withdraw(person)
    await test.watch()
    expect(await statusOf(token)).toBe(401)
    const page = await pageOf(token)
    expect(page.status).toBe(401)
    expect(page.text).toContain('Your access to these tickets has ended')
    expect(page.text).toMatch(
      /<a class="button button--primary" href="http:\/\/tuvens\.test\/event\/11">Sign in again/,
    )
    expect(page.headers.getSetCookie()).toEqual([])
    expect(page.headers.get('clear-site-data')).toBe('"storage"')
  })

  it('says why at each visit to a page of it, until somebody opens the entrance', async () => {
    const { token, person } = await test.signIn('editor')
    await statusOf(token)
    withdraw(person)
    await test.watch()
    for (const path of [`/manage/event/${LINKED}`, '/manage/events', `/manage/event/${LINKED}`]) {
      const page = await pageOf(token, path)
      expect([page.status, page.headers.getSetCookie()]).toEqual([401, []])
      expect(page.text).toContain('an owner or admin changed what you may do in this account')
    }
    const entrance = await pageOf(token, '/auth/login')
    expect(entrance.text).toContain('Your access to these tickets has ended')
    expect(entrance.headers.getSetCookie().join()).toMatch(/^token=; .*max-age=0/)
  })

  it.each([
    ['in the next round', 'SESSION_ALREADY_USED', 0],
    ['before its next use', 'SESSION_BROWSER_MISMATCH', 61],
  ] as const)('because its link was used again says so %s', async (_when, reason, idleSeconds) => {
    const { token, person } = await test.signIn('editor')
    if (idleSeconds === 0) expect(await statusOf(token)).toBe(200)
    withdraw(person, reason)
    if (idleSeconds === 0) await test.watch()
    else await age(idleSeconds)
    const page = await pageOf(token)
    expect(page.status).toBe(401)
    expect(page.text).toContain('The link that brought you here was used a second time')
    expect(page.text).toMatch(/href="http:\/\/tuvens\.test\/event\/11">Start again/)
    expect((await test.rows()).at(-1)).toMatchObject({ end_reason: 'used-again', has_token: false })
  })

  it('for a reason that is not known here has the words of any other end', async () => {
    const { token, person } = await test.signIn('editor')
    await statusOf(token)
    withdraw(person, 'INTERNAL_ERROR')
    await test.watch()
    expect((await pageOf(token)).text).toContain('Your access to these tickets has ended')
  })

  it('closes its open connections, and no others', async () => {
    const [leaving, staying] = [await test.signIn('owner'), await test.signIn('owner')]
    const open = async (token: string) => {
      const socket = new WebSocket(`${test.stand.url.replace('http', 'ws')}/app`, { headers: cookie(token) })
      await once(socket, 'open')
      return socket
    }
    const [ending, kept] = [await open(leaving.token), await open(staying.token)]
    expect(test.stand.seen[0]?.headers.authorization).toBe(`Bearer ${leaving.upstreamToken}`)
    const closed = once(ending, 'close')
    withdraw(leaving.person)
    await test.watch()
    await closed
    expect(kept.readyState).toBe(WebSocket.OPEN)
    kept.terminate()
  })

  it('closes connections here when it ends on another node', async () => {
    const { token } = await test.signIn('owner')
    const socket = new WebSocket(`${test.stand.url.replace('http', 'ws')}/app`, { headers: cookie(token) })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await test.harness.database.db`
      update ticket_sessions set ended_at = now(), end_reason = 'signed-out', upstream_token = null`
    await test.watch()
    await closed
  })

  it('is asked about in one call for all, and not while nobody uses it', async () => {
    await test.watch()
    const both = [await test.signIn('owner'), await test.signIn('viewer')]
    await test.watch()
    const before = test.api.count(STATUS)
    for (const { token } of both) await statusOf(token)
    await test.watch()
    expect(test.api.count(STATUS)).toBe(before + 1)
    const asked = test.api.seen.findLast((each) => each.path.endsWith('session-status'))?.body['session_ids']
    expect(asked).toEqual(expect.arrayContaining(both.map(({ person }) => person?.apiSessionId)))
  })

  it('does not concern somebody who signed in to the ticket system itself', async () => {
    const { token } = await test.signInDirectly()
    await age(600)
    test.api.faults.push({ match: STATUS, kind: 'error', times: 9 })
    expect(await statusOf(token)).toBe(200)
  })
})

describe('an answer of the API that is older than a minute', () => {
  it('counts for nothing: the session is asked about first', async () => {
    const { token, person } = await test.signIn('editor')
    await age(61)
    withdraw(person)
    expect(await statusOf(token)).toBe(401)
    const other = await test.signIn('editor')
    await age(61)
    expect(await statusOf(other.token)).toBe(200)
  })

  it('gets words and a time to try again, while the API does not answer', async () => {
    const { token } = await test.signIn('editor')
    await age(61)
    test.api.faults.push({ match: STATUS, kind: 'error', times: 99 })
    const page = await pageOf(token)
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
    expect(page.text).toContain('The event site is not answering')
    expect(test.stand.seen).toHaveLength(0)
    // What strangers may see they see all the same.
    expect((await pageOf(token, '/event/41/jazz')).status).toBe(200)
  })

  it('does not disturb a session of which less than a minute is known', async () => {
    const { token } = await test.signIn('editor')
    test.api.faults.push({ match: STATUS, kind: 'error', times: 99 })
    await statusOf(token)
    await test.watch()
    expect(await statusOf(token)).toBe(200)
  })
})

describe('the time of a session', () => {
  it.each([
    ['idle', 3_601, 'Nothing was done here for some time'],
    ['in all', 7_201, 'A visit to the ticket pages ends after some hours'],
  ])('ends it: %s', async (which, seconds, words) => {
    const { token } = await test.signIn('owner')
    await age(seconds)
    if (which === 'in all') await test.harness.database.db`update ticket_sessions set last_used_at = now()`
    const page = await pageOf(token)
    expect(page.status).toBe(401)
    expect(page.text).toContain(words)
  })

  it('is not prolonged by a use that is told after its end', async () => {
    const { token } = await test.signIn('owner')
    await statusOf(token)
    await age(3_601)
    await test.watch()
    await forget(token)
    expect((await pageOf(token)).text).toContain('Nothing was done here')
  })
})

describe('a session that has ended', () => {
  it('leads a refused call to a page in words, once: then to signing in with a password', async () => {
    const { token } = await test.signIn('owner')
    await test.send('POST', '/api/auth/logout', cookie(token))
    test.stand.seen.length = 0
    expect((await test.send('GET', '/api/events', cookie(token))).headers.getSetCookie()).toEqual([])
    const page = await pageOf(token, '/auth/login')
    expect([page.status, test.stand.seen.length]).toEqual([401, 0])
    expect((await test.send('GET', '/auth/login', { accept: 'text/html' })).status).toBe(200)
  })

  it('of somebody with a password leads to the sign-in of the ticket system', async () => {
    const { token } = await test.signInDirectly()
    await test.send('POST', '/api/auth/logout', cookie(token))
    expect((await test.send('GET', API, cookie(token))).status).toBe(401)
    expect((await pageOf(token, '/auth/login')).text).toBe('hello')
  })
})

describe('without the database', () => {
  it('nobody is let in, and the page says so', async () => {
    const { token } = await test.signIn('owner')
    const { db } = test.harness.database
    await db`alter table ticket_sessions rename to ticket_sessions_away`
    try {
      const page = await pageOf(token)
      expect(page.status).toBe(503)
      expect(page.text).toContain('Tickets are not available for a moment')
    } finally {
      await db`alter table ticket_sessions_away rename to ticket_sessions`
    }
  })
})
