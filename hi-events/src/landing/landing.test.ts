import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventOf } from '../../test-support/fake-tuvens-api.ts'
import { type Harness, SITE_URL, startHarness } from '../../test-support/harness.ts'
import { Visitor } from '../../test-support/visitor.ts'
import type { UpstreamError } from '../upstream/errors.ts'

let test: Harness
let visitor: Visitor
let nextEvent = 100
beforeAll(async () => {
  test = await startHarness()
})
afterAll(() => test.stop())
beforeEach(() => {
  visitor = new Visitor(test)
  test.api.faults.length = 0
  test.hiEvents.faults.length = 0
})

const VALIDATE = 'POST /api/cross-app/validate-session'
/** A session for an event nobody has touched yet. */
const fresh = (more = {}) => {
  const event = eventOf(String(nextEvent++), more)
  return { event, token: test.api.issueToken({ event }) }
}

describe('landing with JavaScript', () => {
  it('leads to the set-up page on the first landing and to the event on later ones', async () => {
    const { event, token } = fresh()
    const first = await visitor.land({ session_token: token })
    expect(first.status).toBe(200)
    expect(first.body['next']).toMatch(/^\/manage\/event\/\d+\/getting-started$/)
    const again = await visitor.land({ session_token: test.api.issueToken({ event }) })
    expect(again.body['next']).toBe(first.body['next']?.replace('/getting-started', ''))
  })

  it('sets the login cookie as Hi.Events does, with an opaque value', async () => {
    const answer = await fetch(`${test.url}/api/auth/cross-app/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session_token: fresh().token }),
    })
    const [login] = answer.headers.getSetCookie().filter((each) => each.startsWith('token='))
    expect(login).toMatch(/^token=[\w-]{43}; path=\/; secure; httponly; samesite=none$/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('gives the browser a login of its own, so that signing out there does not end the service’s login', async () => {
    const { event, token } = fresh()
    await visitor.land({ session_token: token })
    expect((await visitor.call('POST', '/auth/logout')).status).toBe(200)
    const later = await visitor.land({ session_token: test.api.issueToken({ event }) })
    expect(later.status).toBe(200)
  })

  it('returns an allowed return address with the result of the landing', async () => {
    const { event, token } = fresh()
    const { body } = await visitor.land({
      session_token: token,
      return_url: `${SITE_URL}/events/hi-events/callback?keep=1`,
    })
    const back = new URL(body['return_url'] ?? '')
    expect(back.origin + back.pathname).toBe(`${SITE_URL}/events/hi-events/callback`)
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      keep: '1',
      status: 'success',
      event_id: event.id,
      account_id: '7',
    })
  })

  it.each([
    'https://evil.example/events',
    `${SITE_URL}.evil.example/`,
    `${SITE_URL.replace('http:', 'https:')}/`,
    `${SITE_URL}:8080/`,
    'http://user:pass@tuvens.test/',
    'http://tuvens.test@evil.example/',
    '//evil.example',
    String.raw`http:\\evil.example`,
    'javascript:alert(1)',
    'data:text/html,x',
    '/relative',
    'nonsense',
  ])('ignores the return address %s', async (return_url) => {
    const { body } = await visitor.land({ session_token: fresh().token, return_url })
    expect(body['return_url']).toBeNull()
  })

  it('accepts the older names of the parameters', async () => {
    const { status } = await visitor.land({
      code: fresh().token,
      callback_url: `${SITE_URL}/back`,
      app_id: 'tuvens',
      account_id: '7',
      tuvens_event_id: '11',
      timestamp: '1767225600',
      source: 'tuvens',
    })
    expect(status).toBe(200)
  })

  it.each([
    ['used', 'SESSION_ALREADY_USED'],
    ['expired', 'SESSION_EXPIRED'],
    ['revoked', 'SESSION_REVOKED'],
  ] as const)('refuses a session that is %s', async (state, code) => {
    const answer = await visitor.land({ session_token: test.api.issueToken({}, state) })
    expect(answer).toMatchObject({ status: 404, body: { code } })
    expect(visitor.login).toBeUndefined()
  })

  it('refuses a user who may not manage ticketing, and creates nothing', async () => {
    const event = eventOf(String(nextEvent++))
    const before = test.hiEvents.world.events.length
    const answer = await visitor.land({
      session_token: test.api.issueToken({ event, permissions: ['create_events'] }),
    })
    expect(answer).toMatchObject({ status: 403, body: { code: 'PERMISSION_DENIED' } })
    expect(visitor.login).toBeUndefined()
    expect(test.hiEvents.world.events).toHaveLength(before)
    expect(test.api.links.has(event.id)).toBe(false)
  })

  it('signs in one of 20 browsers that land with the same token at once', async () => {
    const { token } = fresh()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => new Visitor(test).land({ session_token: token })),
    )
    expect(all.filter((each) => each.status === 200)).toHaveLength(1)
    expect(all.filter((each) => each.body['code'] === 'SESSION_ALREADY_USED')).toHaveLength(19)
  })
})

describe('the landing API refuses a post from another site', () => {
  const post = (headers: Record<string, string>, token: string) =>
    fetch(`${test.url}/api/auth/cross-app/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ session_token: token }),
    })

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
  ])('sent with the headers %j, and does not consume the token', async (headers) => {
    const { token } = fresh()
    const answer = await post(headers, token)
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' })
    expect((await post({ origin: test.url }, token)).status).toBe(200)
  })
})

describe('the landing API refuses a malformed request', () => {
  const post = (body: string | Buffer, type = 'application/json') =>
    fetch(`${test.url}/api/auth/cross-app/validate`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(Buffer.from(body)),
    })
  const T = 'A'.repeat(43)

  it.each([
    ['nothing', '', 'application/json', 400],
    ['no token', '{}', 'application/json', 400],
    ['a number for a token', '{"session_token":7}', 'application/json', 400],
    ['a short token', '{"session_token":"abc"}', 'application/json', 400],
    ['a token with a quote', `{"session_token":"${"'".padEnd(43, 'A')}"}`, 'application/json', 400],
    ['an unknown field', `{"session_token":"${T}","more":1}`, 'application/json', 400],
    ['not JSON', '{"session_token":', 'application/json', 400],
    ['NUL', `{"session_token":"${T}","source":"\\u0000"}`, 'application/json', 400],
    ['deep nesting', '['.repeat(5000), 'application/json', 400],
    ['another type', 'session_token=x', 'text/plain', 415],
    ['a form where JSON is due', `session_token=${T}`, 'application/x-www-form-urlencoded', 415],
    ['300 KiB', `{"session_token":"${'A'.repeat(300 * 1024)}"}`, 'application/json', 413],
    ['prototype pollution', '{"__proto__":{"x":1}}', 'application/json', 400],
  ])('with %s', async (_what, body, type, status) => {
    const answer = await post(body, type)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(await answer.json())).not.toContain(T)
  })

  it('with invalid UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"source":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    expect((await post(body)).status).toBe(400)
  })

  it.each([
    ['not JSON', '{'],
    ['no title', '{"start_date":"2030-01-01T10:00:00Z"}'],
    ['a title too long', JSON.stringify({ title: 'x'.repeat(151), start_date: '2030-01-01' })],
    ['a date that is none', '{"title":"x","start_date":"2030-99-99T99"}'],
    ['a list', '[]'],
  ])('with event_data that is %s, and consumes nothing', async (_what, event_data) => {
    const token = test.api.issueToken()
    const before = test.api.count(VALIDATE)
    const answer = await visitor.land({ session_token: token, action: 'create_event', event_data })
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } })
    expect(test.api.count(VALIDATE)).toBe(before)
  })
})

describe('landing with a session that names no event', () => {
  it('leads to the list of events', async () => {
    const { body } = await visitor.land({ session_token: test.api.issueToken() })
    expect(body['next']).toBe('/manage/events')
  })

  it('creates one draft from event_data and links it to no event', async () => {
    const event_data = JSON.stringify({
      title: 'From <b>afar</b>',
      description: '<script>alert(1)</script>',
      start_date: '2030-05-01T20:00:00',
      end_date: '2029-01-01T00:00:00',
      timezone: 'Mars/Olympus',
      surprise: { '\u0000': '\u0000' },
      location_details: { venue_name: 'Paradiso' },
    })
    const token = test.api.issueToken()
    const { body } = await visitor.land({ session_token: token, action: 'create_event', event_data })
    const draft = test.hiEvents.world.events.at(-1)
    expect(body['next']).toBe(`/manage/event/${draft?.id}/getting-started`)
    expect(draft).toMatchObject({ title: 'From <b>afar</b>', timezone: 'UTC', end_date: null })
    expect(draft?.description).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')
    expect(draft?.attributes.map((each) => each.name)).toEqual(['prefill'])
    expect([...test.api.links.values()].some((each) => each['hi_events_event_id'] === draft?.id)).toBe(false)
  })

  it.each(['Asia/Kolkata', 'Asia/Calcutta'])(
    'gives a draft in %s the current name of its time zone',
    async (timezone) => {
      const event_data = JSON.stringify({ title: 'Holi', start_date: '2030-03-19T10:00:00', timezone })
      await visitor.land({ session_token: test.api.issueToken(), action: 'create_event', event_data })
      expect(test.hiEvents.world.events.at(-1)).toMatchObject({ title: 'Holi', timezone: 'Asia/Kolkata' })
    },
  )

  it('uses the event of the session and ignores the one in the address', async () => {
    const { event, token } = fresh()
    const event_data = JSON.stringify({ title: 'Forged', start_date: '2030-01-01T10:00:00Z' })
    await visitor.land({ session_token: token, event_data, event_id: '1' })
    expect(test.hiEvents.world.events.at(-1)?.title).toBe(event.title)
  })
})

describe('landing without JavaScript', () => {
  it('consumes no token by GET or HEAD', async () => {
    const { token } = fresh()
    const before = test.api.count(VALIDATE)
    await visitor.get(`/auth/cross-app?session_token=${token}`)
    await fetch(`${test.url}/auth/cross-app?session_token=${token}`, { method: 'HEAD' })
    expect(test.api.count(VALIDATE)).toBe(before)
    expect((await visitor.land({ session_token: token })).status).toBe(200)
  })

  it('offers a button for a token in the query, and the button signs in', async () => {
    const { token } = fresh()
    const page = await (await visitor.get(`/auth/cross-app?session_token=${token}&evil=1`)).text()
    expect(page).toContain('Continue')
    expect(page).toContain(token)
    expect(page).not.toContain('evil')
    const answer = await visitor.post('/auth/cross-app', { session_token: token })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/^\/manage\/event\/\d+\/getting-started$/)
    expect(answer.headers.get('clear-site-data')).toBe('"storage"')
    expect(visitor.login).toBeDefined()
  })

  it('says that a token in the fragment needs JavaScript', async () => {
    const page = await (await visitor.get('/auth/cross-app?event_id=11')).text()
    expect(page).toContain('This link needs JavaScript')
    expect(page).toContain(`${SITE_URL}/event/11`)
  })

  it('shows the page of a failure when the posted token was used before', async () => {
    const token = test.api.issueToken({}, 'used')
    const answer = await visitor.post('/auth/cross-app', { session_token: token, event_id: '11' })
    expect(answer.status).toBe(404)
    const page = await answer.text()
    expect(page).toContain('This link has already been used')
    expect(page).toContain(`href="${SITE_URL}/event/11/enter"`)
    expect(page).not.toContain(token)
  })

  it('sends strict security headers and forbids caching', async () => {
    const { headers } = await visitor.get('/auth/cross-app')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-frame-options')).toBe('DENY')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  it('escapes HTML in the query', async () => {
    const page = await (await visitor.get('/auth/cross-app?source="><script>alert(1)</script>')).text()
    expect(page).not.toContain('<script>alert')
  })
})

describe('the page of a failure', () => {
  const problem = async (query: string) => (await visitor.get(`/auth/cross-app/problem?${query}`)).text()

  it.each([
    ['SESSION_EXPIRED', 'This link has expired'],
    ['SESSION_NOT_FOUND', 'This link does not work'],
    ['LINK_CONFLICT', 'This event already has other ticketing'],
    ['ACCOUNT_CONFLICT', 'belongs to another account'],
    ['API_UNAVAILABLE', 'The event site is not answering'],
    ['UPSTREAM_UNAVAILABLE', 'The ticket system is not answering'],
    ['PERMISSION_DENIED', 'You cannot manage tickets'],
    ['NO_SUCH_CODE', 'Something failed on our side'],
  ])('explains %s: %s', async (code, words) => {
    const page = await problem(`code=${code}&event_id=11`)
    expect(page).toContain(words)
    const isFixedThere = ['LINK_CONFLICT', 'PERMISSION_DENIED'].includes(code)
    const [label, path] = isFixedThere ? ['Open the event’s page', ''] : ['Start again', '/enter']
    expect(page).toContain(label)
    expect(page).toContain(`href="${SITE_URL}/event/11${path}"`)
    expect(page).not.toContain(code)
  })

  it('takes the event from the return address, and links back only to an allowed address', async () => {
    const back = encodeURIComponent(`${SITE_URL}/events/hi-events/callback?event_id=12`)
    const page = await problem(`code=SESSION_EXPIRED&return_url=${back}`)
    expect(page).toContain(`href="${SITE_URL}/event/12/enter"`)
    expect(page).toContain('error_code=SESSION_EXPIRED')
    const evil = await problem(
      `code=SESSION_EXPIRED&return_url=${encodeURIComponent('https://evil.example/')}`,
    )
    expect(evil).not.toContain('evil.example')
    expect(evil).toContain(`href="${SITE_URL}"`)
  })

  it('ignores an event id that is not a number', async () => {
    expect(await problem('code=SESSION_EXPIRED&event_id=../../evil')).toContain(`href="${SITE_URL}"`)
  })
})

describe('a failure during the landing', () => {
  it('is retried with the same session, without a new link', async () => {
    const { token } = fresh()
    test.hiEvents.faults.push({ match: 'POST /api/events', kind: 'cut' })
    const answer = await visitor.land({ session_token: token })
    expect(answer).toMatchObject({ status: 503, body: { code: 'UPSTREAM_UNAVAILABLE' } })
    const page = await (await visitor.get('/auth/cross-app/problem?code=UPSTREAM_UNAVAILABLE')).text()
    expect(page).toContain('action="/auth/cross-app/continue"')
    const again = await visitor.post('/auth/cross-app/continue')
    expect(again.status).toBe(303)
    expect(again.headers.get('location')).toMatch(/\/getting-started$/)
  })

  it('leads somebody who may not manage tickets to the people who can let them', async () => {
    const page = await (await new Visitor(test).get('/auth/cross-app/problem?code=PERMISSION_DENIED')).text()
    expect(page).toContain('Its owners, admins and editors can.')
    expect(page).toMatch(/<a class="button" href="http:[^"]+\/team">See who is in your team<\/a>/)
    const other = await (await new Visitor(test).get('/auth/cross-app/problem?code=LINK_CONFLICT')).text()
    expect(other).not.toContain('/team')
  })

  it('offers no retry to a browser that did not consume the token', async () => {
    const { token } = fresh()
    test.hiEvents.faults.push({ match: 'POST /api/events', kind: 'cut' })
    await visitor.land({ session_token: token })
    const stranger = new Visitor(test)
    const page = await (await stranger.get('/auth/cross-app/problem?code=UPSTREAM_UNAVAILABLE')).text()
    expect(page).not.toContain('/auth/cross-app/continue')
    const answer = await stranger.post('/auth/cross-app/continue')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('This link has expired')
  })

  it('says that the event site does not answer', async () => {
    test.api.faults.push({ match: VALIDATE, kind: 'cut', times: 3 })
    const answer = await visitor.land({ session_token: fresh().token })
    expect(answer).toMatchObject({ status: 503, body: { code: 'API_UNAVAILABLE' } })
  })

  it('repeats a validation whose response was lost', async () => {
    test.api.faults.push({ match: VALIDATE, kind: 'lost' })
    expect((await visitor.land({ session_token: fresh().token })).status).toBe(200)
  })

  it('waits while calls are held back after an outage, and lands once it is over', async () => {
    test.hiEvents.faults.push({ match: 'GET /api/users/me', kind: 'cut', times: 100 })
    const call = () =>
      test.context.hiEvents.me('a token').then(String, (error: UpstreamError) => error.failure)
    while ((await call()) !== 'resting');
    test.hiEvents.faults.length = 0
    expect(await visitor.land({ session_token: fresh().token })).toMatchObject({ status: 200 })
  })

  it('says what the ticket system refused', async () => {
    const { token } = fresh({ title: 'x', startDate: 'never' })
    const answer = await visitor.land({ session_token: token })
    expect(answer).toMatchObject({ status: 422, body: { code: 'UPSTREAM_REFUSED' } })
  })

  it.each([
    ['currency', { currency: 'HTG' }, 'The ticket system does not sell in HTG'],
    ['time zone', { timezone: 'Etc/GMT+5' }, 'The ticket system does not know the time zone Etc/GMT+5'],
  ])('names the refused %s in the response and on the page', async (_, more, words) => {
    const { body } = await visitor.land({ session_token: fresh(more).token })
    expect(body['message']).toBe(words)
    const page = await visitor.post('/auth/cross-app', { session_token: fresh(more).token })
    expect([page.status, await page.text()]).toEqual([422, expect.stringContaining(words)])
    expect(page.headers.has('clear-site-data')).toBe(false)
  })

  it.each(['Send your password to evil', 'The ticket system does not sell in EVIL. Call us'])(
    'shows no reason that an address made up: %s',
    async (reason) => {
      const query = new URLSearchParams({ code: 'UPSTREAM_REFUSED', reason })
      const page = await (await visitor.get(`/auth/cross-app/problem?${query}`)).text()
      expect(page).toContain('The ticket system did not take this event')
      expect(page).not.toMatch(/evil/i)
    },
  )
})

describe('landing while another user is signed in', () => {
  it('names a ticket system whose registration is switched off, and what to do about it', async () => {
    test.hiEvents.faults.push({
      match: /^POST \/api\/auth\/register$/,
      kind: 'error',
      value: 403,
      body: { message: 'Account registration is disabled', errors: [] },
    })
    const person = { account_id: 7_003, email: 'late@tuvens.test', event: eventOf('70031') }
    const { status, body } = await new Visitor(test).land({ session_token: test.api.issueToken(person) })
    expect([status, body['code']]).toEqual([422, 'REGISTRATION_CLOSED'])
    const page = await new Visitor(test).get(
      '/auth/cross-app/problem?code=REGISTRATION_CLOSED&event_id=70031',
    )
    const text = await page.text()
    expect(text).toContain('takes no new accounts')
    expect(text).toContain('Tell the people who run this site')
  })

  it('names that user, creates nothing, and lets the organiser choose', async () => {
    test.hiEvents.signUp('someone@else.test', 'their password')
    await visitor.signIn('someone@else.test', 'their password')
    const { event, token } = fresh()
    const before = test.hiEvents.world.events.length
    const { body } = await visitor.land({ session_token: token, return_url: `${SITE_URL}/back` })
    expect(body['next']).toBe('/auth/cross-app/choose')
    expect(test.hiEvents.world.events).toHaveLength(before)
    const page = await (await visitor.get('/auth/cross-app/choose')).text()
    expect(page).toContain('someone@else.test')
    expect(page).toContain('Continue as Olga Organiser')
    expect(page).toContain('status=cancelled')
    const theirs = visitor.login
    const answer = await visitor.post('/auth/cross-app/choose', { choice: 'switch' })
    expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([303, '"storage"'])
    expect(visitor.login).not.toBe(theirs)
    expect(test.api.links.has(event.id)).toBe(true)
  })

  it('asks without JavaScript too, and clears no storage before the answer', async () => {
    test.hiEvents.signUp('another@else.test', 'their password')
    await visitor.signIn('another@else.test', 'their password')
    const asked = await visitor.post('/auth/cross-app', { session_token: fresh().token })
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/auth/cross-app/choose'])
    expect(asked.headers.has('clear-site-data')).toBe(false)
  })

  it('refuses a choice that is posted by another site', async () => {
    const answer = await fetch(`${test.url}/auth/cross-app/choose`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ choice: 'switch' }),
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('This request came from another site')
  })

  it('asks nothing when the same user is signed in', async () => {
    const { event, token } = fresh()
    await visitor.land({ session_token: token })
    const { body } = await visitor.land({ session_token: test.api.issueToken({ event }) })
    expect(body['next']).toMatch(/^\/manage\/event\/\d+$/)
  })

  it('ignores a login cookie that is no longer valid', async () => {
    visitor.login = 'e30.e30.e30'
    expect((await visitor.land({ session_token: fresh().token })).body['next']).toMatch(/getting-started$/)
  })
})

describe('an e-mail address that already has a login in the ticket system', () => {
  const email = 'owner@somewhere.test'
  let account = 900
  const land = async () => {
    const id = account++
    const token = test.api.issueToken({ account_id: id, email, event: eventOf(String(nextEvent++)) })
    const { body } = await visitor.land({ session_token: token })
    return { id, body }
  }

  it('is linked by signing in once, never by the address alone', async () => {
    test.hiEvents.signUp(email, 'the right one')
    expect((await land()).body['next']).toBe('/auth/cross-app/sign-in')
    const page = await (await visitor.get('/auth/cross-app/sign-in')).text()
    expect(page).toContain('You already have a ticket account')
    expect(page).toContain(email)
    const wrong = await visitor.post('/auth/cross-app/sign-in', { email, password: 'the wrong one' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('E-mail or password is not right')
    const form = { email, password: 'the right one', keep_password: 'yes' }
    const right = await visitor.post('/auth/cross-app/sign-in', form)
    expect(right.headers.get('location')).toMatch(/getting-started$/)
    expect(visitor.login).toBeDefined()
  })

  it('cannot be linked to a second account', async () => {
    const other = 'other@somewhere.test'
    test.hiEvents.signUp(other, 'of the other')
    const token = test.api.issueToken({
      account_id: account++,
      email: other,
      event: eventOf(String(nextEvent++)),
    })
    await visitor.land({ session_token: token })
    const answer = await visitor.post('/auth/cross-app/sign-in', { email, password: 'the right one' })
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('That ticket account belongs to another account')
  })

  it('gets a second login for the second account of the same user', async () => {
    const { id, body } = await land()
    expect(body['next']).toMatch(/getting-started$/)
    const [row] = await test.database.db`select login_email from accounts where tuvens_account_id = ${id}`
    expect(row?.['login_email']).toBe(`owner+account-${id}@somewhere.test`)
  })

  it('has a password that is kept stored encrypted, and is asked again after a change', async () => {
    const [row] = await test.database.db`select credential from accounts where login_email = ${email}`
    expect(String(row?.['credential'])).not.toContain('the right one')
    const user = test.hiEvents.world.users.find((each) => each.email === email)
    if (user) user.password = 'a new one'
    test.context.tokens.forget(900)
    visitor = new Visitor(test)
    const token = test.api.issueToken({ account_id: 900, email, event: eventOf(String(nextEvent++)) })
    expect((await visitor.land({ session_token: token })).body['next']).toBe('/auth/cross-app/sign-in')
    expect(await (await visitor.get('/auth/cross-app/sign-in')).text()).toContain('Its password was changed')
    const answer = await visitor.post('/auth/cross-app/sign-in', { email, password: 'a new one' })
    expect(answer.headers.get('location')).toMatch(/getting-started$/)
  })

  it('asks for one account when the login has several', async () => {
    const several = 'several@somewhere.test'
    test.hiEvents.signUp(several, 'pass word', 2)
    visitor = new Visitor(test)
    const token = test.api.issueToken({
      account_id: account++,
      email: several,
      event: eventOf(String(nextEvent++)),
    })
    await visitor.land({ session_token: token })
    const asked = await visitor.post('/auth/cross-app/sign-in', { email: several, password: 'pass word' })
    const page = await asked.text()
    expect(page).toContain('Which account?')
    const [, id = ''] = /name="account_id" value="(\d+)"/.exec(page) ?? []
    const form = { email: several, password: 'pass word', account_id: id }
    const answer = await visitor.post('/auth/cross-app/sign-in', form)
    expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([303, '"storage"'])
  })

  it('has guesses delayed longer and longer, over all sessions and addresses', async () => {
    const target = 'guessed@somewhere.test'
    test.hiEvents.signUp(target, 'unguessable')
    const landed = async () => {
      visitor = new Visitor(test)
      const event = eventOf(String(nextEvent++))
      await visitor.land({
        session_token: test.api.issueToken({ account_id: account++, email: target, event }),
      })
      return visitor
    }
    const statuses: number[] = []
    for (let guess = 0; guess < 7; guess++) {
      const form = { email: target, password: `guess ${guess}` }
      statuses.push((await (await landed()).post('/auth/cross-app/sign-in', form)).status)
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429])
    const refused = await visitor.post('/auth/cross-app/sign-in', { email: target, password: 'unguessable' })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([
      429,
      expect.stringMatching(/^[12]$/),
    ])
    expect(await refused.text()).toMatch(/Wait [12] seconds?, then try again/)
    // The budget of landings is another one.
    const { token } = fresh()
    expect((await new Visitor(test).land({ session_token: token })).status).toBe(200)
  })

  it('refuses more than eight attempts to sign in with one session, also with the right password', async () => {
    const target = 'target@somewhere.test'
    test.hiEvents.signUp(target, 'unguessable')
    visitor = new Visitor(test)
    const token = test.api.issueToken({
      account_id: account++,
      email: target,
      event: eventOf(String(nextEvent++)),
    })
    await visitor.land({ session_token: token })
    for (let guess = 0; guess < 8; guess++)
      await visitor.post('/auth/cross-app/sign-in', {
        email: `${guess}@somewhere.test`,
        password: `guess ${guess}`,
      })
    const answer = await visitor.post('/auth/cross-app/sign-in', { email: target, password: 'unguessable' })
    expect(await answer.text()).toContain('too many attempts')
  })

  it('shows an expired link to a browser without a landing in progress', async () => {
    const answer = await new Visitor(test).get('/auth/cross-app/sign-in')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('This link has expired')
  })
})

describe('the database', () => {
  it('holds neither session tokens nor passwords in plain text', async () => {
    const { token } = fresh()
    await visitor.land({ session_token: token })
    const { db } = test.database
    // As text, PostgreSQL shows bytes in hexadecimal.
    const hex = Buffer.from(token).toString('hex')
    for (const table of ['accounts', 'sessions', 'links', 'outbox', 'deliveries', 'users']) {
      const rows = JSON.stringify(await db`select row(each.*)::text from ${db(table)} as each`)
      for (const form of [token, hex]) expect(rows, table).not.toContain(form)
    }
    const passwords = test.hiEvents.world.users.map((each) => each.password)
    const accounts = await db`select credential from accounts`
    for (const { credential } of accounts)
      for (const password of passwords) expect(String(credential)).not.toContain(password)
  })
})
