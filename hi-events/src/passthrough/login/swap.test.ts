import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LINKED, startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand()
})
afterAll(() => test.stop())
afterEach(() => {
  test.stand.seen.length = 0
  test.stand.answer = (_request, response) => response.end('hello')
})

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
const cookie = (token: string) => ({ cookie: `token=${token}; locale=nl` })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
/** What the ticket system received last. */
const received = () => test.stand.seen.at(-1)?.headers ?? {}
const answerWith = (headers: Record<string, string | string[]>, body = '') => {
  test.stand.answer = (_request, response: ServerResponse) => response.writeHead(200, headers).end(body)
}

describe('to the ticket system', () => {
  it.each([
    ['cookie', cookie],
    ['header', bearer],
  ])('its own token goes in place of the opaque one that the %s holds', async (_where, as) => {
    const { token, upstreamToken } = await test.signIn('owner')
    await test.send('GET', '/api/users/me', as(token))
    expect(received().authorization).toBe(`Bearer ${upstreamToken}`)
    expect(received().cookie).toMatch(new RegExp(`^token=${upstreamToken}(; locale=nl)?$`))
    expect(JSON.stringify(test.stand.seen.at(-1)?.rawHeaders)).not.toContain(token)
  })

  it('goes one token only, when header and cookie hold two sessions', async () => {
    const [one, two] = [await test.signIn('owner'), await test.signInDirectly()]
    await test.send('GET', '/api/users/me', { ...cookie(one.token), ...bearer(two.token) })
    expect(received().authorization).toBe(`Bearer ${two.upstreamToken}`)
    expect(received().cookie).toBe(`token=${two.upstreamToken}; locale=nl`)
  })

  it('goes the token of the cookie, when the header holds a session that has ended', async () => {
    const [ended, live] = [await test.signIn('owner'), await test.signIn('owner')]
    await test.send('POST', '/api/auth/logout', bearer(ended.token))
    await test.send('GET', '/api/users/me', { ...cookie(live.token), ...bearer(ended.token) })
    expect(received().authorization).toBe(`Bearer ${live.upstreamToken}`)
  })

  it.each([
    ['a token of the ticket system', JWT],
    ['an unknown session', 'A'.repeat(43)],
    ['nonsense', 'some-nonsense'],
    ['SQL', "' or 1=1 --"],
  ])('never goes what is no session of ours: %s', async (_what, value) => {
    for (const headers of [cookie(value), bearer(value), { authorization: `bearer${value}` }]) {
      await test.send('GET', '/api/users/me', { ...headers, 'x-auth-token': value })
      expect(JSON.stringify(received())).not.toContain(value)
      expect([received().authorization, received()['x-auth-token']]).toEqual([undefined, undefined])
    }
  })

  it('goes no other credential of the browser', async () => {
    await test.send('GET', '/api/x', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` })
    expect(received().authorization).toBeUndefined()
  })
})

describe('to the browser', () => {
  const given = (headers: Headers) => /token=([^;]*)/.exec(headers.getSetCookie().join())?.[1] ?? ''

  it('goes a session of our own when somebody signs in to the ticket system itself', async () => {
    const headers = {
      'content-type': 'application/json',
      'x-auth-token': JWT,
      'set-cookie': [`token=${JWT}; path=/; secure; httponly; samesite=none`, 'other=1'],
    }
    answerWith(headers, JSON.stringify({ token: JWT, token_type: 'bearer', user: { id: 1 } }))
    const answer = await test.send('POST', '/api/auth/login', { 'accept-encoding': 'gzip, br' }, '{}')
    const token = given(answer.headers)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(JSON.parse(answer.text)).toEqual({ token, token_type: 'bearer', user: { id: 1 } })
    expect(answer.headers.get('x-auth-token')).toBe(token)
    expect(answer.headers.getSetCookie()).toContain('other=1')
    expect(received()['accept-encoding']).toBe('identity')
    await test.send('GET', '/api/users/me', cookie(token))
    expect(received().authorization).toBe(`Bearer ${JWT}`)
  })

  it('goes a session of our own after the form of the box office', async () => {
    test.stand.answer = (_request, response) =>
      response.writeHead(303, { location: '/manage', 'set-cookie': `token=${JWT}; Path=/; Secure` }).end()
    const answer = await test.send('POST', '/auth/login', {}, 'email=a')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/manage'])
    expect(given(answer.headers)).toMatch(/^[\w-]{43}$/)
  })

  it('goes the same value after a refresh, and the ticket system gets the new token from then on', async () => {
    const { token } = await test.signIn('viewer')
    const headers = { 'content-type': 'application/json', 'x-auth-token': JWT, 'set-cookie': `token=${JWT}` }
    answerWith(headers, JSON.stringify({ token: JWT }))
    const answer = await test.send('POST', '/api/auth/refresh', cookie(token))
    expect(JSON.parse(answer.text)).toEqual({ token })
    expect([given(answer.headers), answer.headers.get('x-auth-token')]).toEqual([token, token])
    await test.send('GET', '/api/users/me', cookie(token))
    expect(received().authorization).toBe(`Bearer ${JWT}`)
    // Still a viewer: renewing a token gives no other rights.
    expect((await test.send('PUT', `/api/events/${LINKED}`, cookie(token))).status).toBe(403)
  })

  it('goes no token that any other answer carries', async () => {
    const { token } = await test.signIn('owner')
    answerWith({ 'x-auth-token': JWT, 'set-cookie': [`token=${JWT}`, ` token=${JWT}`] }, 'page')
    for (const headers of [cookie(token), {}]) {
      for (const path of ['/', '/manage/events', '/api/events', '/event/1/jazz', '/assets/x.js']) {
        const answer = await test.send('GET', path, headers)
        expect(JSON.stringify([...answer.headers]) + answer.text).not.toContain(JWT)
      }
    }
  })

  it.each([
    ['at another place of its JSON', JSON.stringify({ token: JWT, again: { token: JWT } })],
    ['in JSON that is none', `{"token": "${JWT}"`],
    ['in a list', JSON.stringify([{ token: JWT }])],
    ['in JSON that is too large', JSON.stringify({ token: JWT, more: 'x'.repeat(300_000) })],
  ])('goes no answer to a sign-in with a token %s', async (_where, body) => {
    answerWith({ 'content-type': 'application/json', 'x-auth-token': JWT }, body)
    const answer = await test.send('POST', '/api/auth/login', {}, '{}')
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([502, 'UPSTREAM_INVALID'])
    expect(answer.text).not.toContain(JWT)
  })

  it('goes what the ticket system says of a wrong password, unchanged', async () => {
    const body = JSON.stringify({ message: 'Username or Password are incorrect', errors: [] })
    test.stand.answer = (_request, response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end(body)
    const answer = await test.send('POST', '/api/auth/login', {}, '{}')
    expect([answer.status, answer.text, answer.headers.getSetCookie()]).toEqual([401, body, []])
  })
})

describe('a session', () => {
  it('ends when somebody signs out, also when the ticket system does not answer', async () => {
    const { token, upstreamToken } = await test.signIn('editor')
    test.stand.answer = (_request, response) => response.destroy()
    expect((await test.send('POST', '/api/auth/logout', cookie(token))).status).toBe(503)
    expect(received().authorization).toBe(`Bearer ${upstreamToken}`)
    expect((await test.send('GET', '/api/users/me', cookie(token))).status).toBe(401)
    expect((await test.rows()).at(-1)).toMatchObject({ end_reason: 'signed-out', has_token: false })
  })

  it('ends when somebody signs in again in the same browser', async () => {
    const before = await test.signIn('viewer')
    answerWith({ 'content-type': 'application/json', 'x-auth-token': JWT }, JSON.stringify({ token: JWT }))
    const answer = await test.send('POST', '/api/auth/login', cookie(before.token), '{}')
    // Who they were before must not decide who they are now.
    expect(received().authorization).toBeUndefined()
    expect(JSON.parse(answer.text).token).not.toBe(before.token)
    const refused = await test.send('GET', '/api/users/me', cookie(before.token))
    expect(refused.status).toBe(401)
  })

  it('ends when the ticket system refuses its token', async () => {
    const { token } = await test.signIn('owner')
    test.stand.answer = (_request, response) => response.writeHead(401).end('{}')
    expect((await test.send('GET', '/api/users/me', cookie(token))).status).toBe(401)
    test.stand.seen.length = 0
    const page = await test.send('GET', '/auth/login', { ...cookie(token), accept: 'text/html' })
    expect(page.text).toContain('The ticket system has signed you out')
    expect(test.stand.seen).toHaveLength(0)
  })

  it('stores neither its value nor the token of the ticket system in a readable form', async () => {
    const { token, upstreamToken } = await test.signIn('owner')
    const rows = await test.harness.database.db`select t::text as text from ticket_sessions t`
    for (const { text } of rows)
      for (const secret of [token, upstreamToken]) expect(text).not.toContain(secret)
  })
})
