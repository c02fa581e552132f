import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { Visitor } from '../../test-support/visitor.ts'
import { type Harness, SITE_URL, startHarness } from '../../test-support/harness.ts'

let test: Harness
let next = 700
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.api.seen.length = 0
})

const consumed = () => test.api.count('POST /api/cross-app/validate-session')

function post(path: string, headers: Record<string, string>, more: Record<string, string> = {}) {
  const session_token = test.api.issueToken({ event: eventOf(String(next++)) })
  const body = new URLSearchParams({ session_token, ...more })
  return fetch(test.url + path, { method: 'POST', headers, body, redirect: 'manual' })
}

describe('a token that a form of the event site posts', () => {
  const fromSite = { origin: SITE_URL, 'sec-fetch-site': 'cross-site' }

  it('signs in and leads to the event', async () => {
    const answer = await post('/auth/cross-app', fromSite)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([303, 'no-store'])
    expect(answer.headers.get('location')).toMatch(/^\/manage\/event\/\d+\/getting-started$/)
    expect(answer.headers.getSetCookie().join()).toContain('token=')
    expect(answer.headers.get('location')).not.toContain('session')
  })

  it('is accepted where both sites share one domain', async () => {
    expect((await post('/auth/cross-app', { ...fromSite, 'sec-fetch-site': 'same-site' })).status).toBe(303)
  })

  it('leads to the choice of a user, with a cookie that the redirect sends', async () => {
    test.hiEvents.signUp('someone@else.test', 'their password')
    const other = new Visitor(test)
    await other.signIn('someone@else.test', 'their password')
    const theirs = other.login
    const answer = await post('/auth/cross-app', { ...fromSite, cookie: `token=${theirs}` })
    expect(answer.headers.get('location')).toBe('/auth/cross-app/choose')
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^tuvens_landing=.*; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax$/)
    const asked = await fetch(`${test.url}/auth/cross-app/choose`, {
      headers: { cookie: `token=${theirs}; ${cookie.split(';', 1)[0]}`, 'sec-fetch-site': 'cross-site' },
    })
    expect(await asked.text()).toContain('someone@else.test')
  })

  it.each(['/auth/cross-app/choose', '/auth/cross-app/continue', '/auth/cross-app/sign-in'])(
    'is refused by %s',
    async (path) => expect((await post(path, fromSite)).status).toBe(403),
  )

  it('is refused by the landing API', async () => {
    const answer = await fetch(`${test.url}/api/auth/cross-app/validate`, {
      method: 'POST',
      headers: { ...fromSite, 'content-type': 'application/json' },
      body: JSON.stringify({ session_token: test.api.issueToken() }),
    })
    expect([answer.status, consumed()]).toEqual([403, 0])
  })
})

describe('a token that a form of another site posts', () => {
  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'a site whose name begins with the event site’s',
      { origin: `${SITE_URL}.evil.example`, 'sec-fetch-site': 'cross-site' },
    ],
    ['the event site on another port', { origin: `${SITE_URL}:8080`, 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a site without an Origin header', { 'sec-fetch-site': 'cross-site' }],
    ['another site in a browser without Sec-Fetch-Site', { origin: 'https://evil.example' }],
  ])('is refused with a page and not consumed when it comes from %s', async (_, headers) => {
    const answer = await post('/auth/cross-app', headers as Record<string, string>)
    expect([answer.status, consumed()]).toEqual([403, 0])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await answer.text()).toContain('This request came from another site')
  })
})
