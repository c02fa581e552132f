import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../../test-support/fake-tuvens-api.ts'
import { type Harness, SITE_URL, startHarness } from '../../../test-support/harness.ts'
import { anyVerifier, challengeOf, verifierCookie } from '../cookies.ts'
import { Visitor } from '../../../test-support/visitor.ts'

let test: Harness
let nextEvent = 3_000
let browser: Visitor
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  browser = new Visitor(test)
})

const START = '/auth/cross-app/start?event_id='
const VALIDATIONS = 'POST /api/cross-app/validate-session'
/** What the event site does between start and landing. */
async function issueFor(visitor: Visitor, more: Parameters<Harness['api']['issueBoundToken']>[1] = {}) {
  const code_challenge = (await visitor.start('11')) ?? ''
  const event = eventOf(String(nextEvent++))
  return { code_challenge, session_token: test.api.issueBoundToken(code_challenge, { event, ...more }) }
}

describe('the start of a landing', () => {
  it('gives the browser a code verifier and takes its code challenge to the event site', async () => {
    const answer = await browser.get(`${START}11`)
    expect(answer.status).toBe(303)
    const location = new URL(answer.headers.get('location') ?? '')
    const challenge = location.searchParams.get('code_challenge') ?? ''
    expect(location.origin + location.pathname).toBe(`${SITE_URL}/event/11/enter`)
    expect(challenge).toMatch(/^[\w-]{43}$/)
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(new RegExp(`^tuvens_verifier_${challenge}=[\\w-]{43}; Path=/; Max-Age=1800; `))
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['an older prefetch', { purpose: 'prefetch' }],
    ['an image', { 'sec-fetch-dest': 'image' }],
    ['a script', { 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
  ])('gives nothing to %s', async (_what, headers) => {
    const answer = await fetch(test.url + START + '11', { headers, redirect: 'manual' })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('location')).toBe(`${SITE_URL}/event/11/enter`)
  })

  it('gives nothing to a HEAD request', async () => {
    const answer = await fetch(test.url + START + '11', { method: 'HEAD', redirect: 'manual' })
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it.each(['', '0', '-1', '1e3', '11&event_id=12', 'x'.repeat(4_000), '//evil.test'])(
    'leads to the event site without a valid event: %j',
    async (id) => {
      const answer = await browser.get(START + id)
      expect([answer.headers.get('location'), answer.headers.getSetCookie()]).toEqual([SITE_URL, []])
    },
  )
})

describe('the cookie of the code verifier', () => {
  const verifier = 'v'.repeat(43)
  const name = `__Host-tuvens_verifier_${challengeOf(verifier)}`

  it('belongs to this host alone when people come by https', () => {
    expect(verifierCookie('https://tickets.test', verifier)).toBe(
      `${name}=${verifier}; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure`,
    )
    const read = (cookies: Record<string, string>) => anyVerifier('https://tickets.test', { cookies })
    expect(read({ [name]: verifier })).toBe(verifier)
    expect(read({ [name.replace('__Host-', '')]: verifier })).toBeUndefined()
    expect(read({ [name]: 'w'.repeat(43) })).toBeUndefined()
  })
})

describe('a session that is bound to a browser', () => {
  it('lands in that browser without a question', async () => {
    expect((await browser.land(await issueFor(browser))).body['next']).toMatch(/\/getting-started$/)
  })

  it('lands by the form without scripting', async () => {
    const { headers } = await browser.post('/auth/cross-app', await issueFor(browser))
    expect(headers.get('location')).toMatch(/\/getting-started$/)
  })

  it('lands by the form of the event site, with whose POST a browser sends no cookie', async () => {
    const parameters = await issueFor(browser)
    const answer = await fetch(`${test.url}/auth/cross-app`, {
      method: 'POST',
      headers: { origin: SITE_URL, 'sec-fetch-site': 'cross-site', accept: 'text/html' },
      body: new URLSearchParams(parameters),
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/auth/cross-app/arrive'])
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).not.toContain(parameters.session_token)
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/)
    browser.keep(cookie)
    const before = test.api.count(VALIDATIONS)
    const prefetch = await fetch(`${test.url}/auth/cross-app/arrive`, {
      headers: { cookie: cookie.split(';', 1).join(), 'sec-purpose': 'prefetch' },
      redirect: 'manual',
    })
    expect([prefetch.status, test.api.count(VALIDATIONS)]).toEqual([303, before])
    const arrived = await browser.get('/auth/cross-app/arrive')
    expect(arrived.headers.get('location')).toMatch(/\/getting-started$/)
    const again = await browser.get('/auth/cross-app/arrive')
    expect(await again.text()).toContain('This link is not complete')
  })

  it('lands in two tabs that begin at once, in either order', async () => {
    const tabs = await Promise.all([issueFor(browser), issueFor(browser)])
    for (const each of tabs.toReversed()) {
      expect((await browser.land(each)).body['next']).toMatch(/\/getting-started$/)
    }
  })

  it('lands in a tab that begins while the browser has a verifier', async () => {
    const [first, second] = [await issueFor(browser), await issueFor(browser)]
    expect(second.code_challenge).toBe(first.code_challenge)
    for (const each of [second, first]) expect((await browser.land(each)).status).toBe(200)
  })

  it.each([
    ['without a verifier', async () => new Visitor(test)],
    [
      'with a verifier of its own',
      async () => {
        const other = new Visitor(test)
        await other.start('11')
        return other
      },
    ],
  ])('is refused in another browser %s, for good, and nothing is created', async (_how, open) => {
    const other = await open()
    const parameters = await issueFor(browser, { account_id: nextEvent++ })
    const events = test.hiEvents.world.events.length
    expect((await other.land(parameters)).body['code']).toBe('SESSION_BROWSER_MISMATCH')
    expect(other.login).toBeUndefined()
    expect((await browser.land(parameters)).body['code']).toBe('SESSION_REVOKED')
    expect(test.hiEvents.world.events).toHaveLength(events)
  })

  it('tells the reader of a forwarded link what happened, and leads them on', async () => {
    const page = await new Visitor(test).post('/auth/cross-app', await issueFor(browser))
    expect(page.status).toBe(404)
    const text = await page.text()
    expect(text).toContain('This link belongs to another browser')
    expect(text).toContain('Start again')
  })

  it('is one use for the API when its browser posts it 20 times at once', async () => {
    const parameters = await issueFor(browser)
    const all = await Promise.all(Array.from({ length: 20 }, () => browser.land(parameters)))
    const codes = new Set(all.map(({ status, body }) => (status === 200 ? 'ok' : body['code'])))
    expect(codes.has('ok')).toBe(true)
    expect(test.api.sessions.get(parameters.session_token)).not.toHaveProperty('isMisused')
    expect(['ok', 'SESSION_ALREADY_USED']).toEqual(expect.arrayContaining([...codes]))
    expect((await browser.call('GET', '/users/me')).status).toBe(200)
  })

  it('is not used again by the browser that goes back to it', async () => {
    const parameters = await issueFor(browser)
    await browser.land(parameters)
    const before = test.api.count(VALIDATIONS)
    expect((await browser.land(parameters)).body['code']).toBe('SESSION_ALREADY_USED')
    expect(test.api.count(VALIDATIONS)).toBe(before)
  })

  it('is reported to the API when another browser uses it a second time', async () => {
    const parameters = await issueFor(browser)
    await browser.land(parameters)
    const before = test.api.count(VALIDATIONS)
    await new Visitor(test).land(parameters)
    expect(test.api.count(VALIDATIONS) - before).toBe(1)
  })
})

describe('a session that no browser asked for', () => {
  const issue = (more = {}) => ({
    session_token: test.api.issueToken({ event: eventOf(String(nextEvent++)), is_bound: false, ...more }),
  })

  it('asks first, on a page that names who continues and for which account', async () => {
    const events = test.hiEvents.world.events.length
    expect((await browser.land(issue({ account_id: nextEvent++ }))).body['next']).toBe(
      '/auth/cross-app/choose',
    )
    expect(browser.login).toBeUndefined()
    expect(test.hiEvents.world.events).toHaveLength(events)
    const page = await (await browser.get('/auth/cross-app/choose')).text()
    for (const part of [
      'Olga Organiser',
      'olga@tuvens.test',
      'Blue Note Collective',
      'you asked for the link yourself',
    ])
      expect(page).toContain(part)
  })

  it('continues after the answer', async () => {
    await browser.land(issue({ account_id: nextEvent++ }))
    const answer = await browser.post('/auth/cross-app/choose')
    expect(answer.headers.get('location')).toMatch(/\/getting-started$/)
    expect(browser.login).toBeDefined()
  })

  it('attaches no login that already exists, even after the answer', async () => {
    const email = 'victim@somewhere.test'
    test.hiEvents.signUp(email, 'their own password')
    await browser.land(issue({ account_id: nextEvent++, email }))
    const answer = await browser.post('/auth/cross-app/choose')
    expect(await answer.text()).toContain('You already have a ticket account')
    expect(browser.login).toBeUndefined()
    for (const reply of [
      await browser.get('/auth/cross-app/sign-in'),
      await browser.post('/auth/cross-app/sign-in', { email, password: 'their own password' }),
    ]) {
      expect(reply.status).not.toBe(303)
      expect(await reply.text()).not.toContain('name="password"')
    }
    expect(browser.login).toBeUndefined()
  })
})

describe('a session whose e-mail nobody verified', () => {
  it('attaches no login that already exists, and says what to do first', async () => {
    const email = 'squatted@somewhere.test'
    test.hiEvents.signUp(email, 'their own password')
    const more = { account_id: nextEvent++, email, email_verified: false }
    const { body } = await browser.land(await issueFor(browser, more))
    expect(body['code']).toBe('EMAIL_NOT_VERIFIED')
    const page = await browser.post('/auth/cross-app', await issueFor(browser, more))
    expect(await page.text()).toContain('Confirm your e-mail address first')
    const attach = await browser.post('/auth/cross-app/sign-in', { email, password: 'their own password' })
    expect(attach.status).not.toBe(303)
    expect(browser.login).toBeUndefined()
  })
})
