import { ErrorBody } from '@tuvens/contract'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../test-support/browser.ts'
import { BEN, type Site, startSite, TICKET_ORIGIN } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

const PROXY = '/api/cross-app/generate-session'

function ask(browser: Browser, { body = '{"event_id":"1"}', headers = {} as Record<string, string> } = {}) {
  const all = {
    'content-type': 'application/json',
    origin: site.url,
    'sec-fetch-site': 'same-origin',
    ...headers,
  }
  return browser.request(PROXY, { method: 'POST', body, headers: all })
}

describe("the site's own proxy (C7)", () => {
  it('returns only the landing URL and its expiry time', async () => {
    const answer = await ask(await site.member())
    expect(answer.status).toBe(200)
    const body = JSON.parse(answer.html) as Record<string, string>
    expect(Object.keys(body).sort()).toEqual(['expires_at', 'landing_url'])
    expect(body['landing_url']).toMatch(
      /^http:\/\/tickets\.localhost:3002\/auth\/cross-app#session_token=[\w-]{43}$/,
    )
    expect(answer.headers.get('cache-control')).toContain('no-store')
  })

  it("calls the API in the visitor's name", async () => {
    const browser = await site.member()
    await ask(browser)
    const [call] = site.api.seen('/api/cross-app/generate-session')
    expect(call?.headers.authorization).toBe(`Bearer ${browser.cookies.get('tuvens-access')}`)
    expect(call?.body).toEqual({ event_id: '1' })
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['an opaque origin', { origin: 'null' }],
  ])('refuses %s', async (_, headers) => {
    const answer = await ask(await site.member(), { headers })
    expect(answer.status).toBe(403)
    expect(site.api.seen('/api/cross-app/generate-session')).toEqual([])
  })

  it.each([
    ['no JSON', '{', 400, 'VALIDATION_ERROR'],
    ['a number for the event', '{"event_id":1}', 400, 'VALIDATION_ERROR'],
    ['a field we do not know', '{"event_id":"1","admin":true}', 400, 'VALIDATION_ERROR'],
    ['far too much', `{"event_id":"${'1'.repeat(5_000)}"}`, 400, 'VALIDATION_ERROR'],
    ['an event that does not exist', '{"event_id":"999"}', 404, 'EVENT_NOT_FOUND'],
    ["another account's event", '{"event_id":"5"}', 403, 'NOT_A_MEMBER'],
  ])('answers %s in the one envelope', async (_, body, status, code) => {
    const answer = await ask(await site.member(), { body })
    expect(answer.status).toBe(status)
    const error: unknown = JSON.parse(answer.html)
    expect(Value.Check(ErrorBody, error)).toBe(true)
    expect(error).toMatchObject({ code, statusCode: status, path: PROXY })
  })

  it('answers a guest with 401 and another content type with 415', async () => {
    expect((await ask(site.visitor())).status).toBe(401)
    const headers = { 'content-type': 'text/plain' }
    expect([403, 415]).toContain((await ask(await site.member(), { headers })).status)
  })

  it('answers 503 while the API is away, with no word of how it is built', async () => {
    const browser = await site.member()
    site.api.fail('/api/cross-app', 'SERVICE_UNAVAILABLE')
    const answer = await ask(browser)
    expect(answer.status).toBe(503)
    expect(answer.html).not.toMatch(/ECONN|stack|127\.0\.0\.1/)
  })
})

describe('the way into the ticket system (C2)', () => {
  const CHALLENGE = 'c'.repeat(43)
  const BACK = `/event/4/enter?code_challenge=${CHALLENGE}`
  const GENERATE = '/api/cross-app/generate-session'

  /** A member who clicked *Enable ticketing* for event 4. */
  async function clicked(scripts = 'no') {
    const browser = await site.member()
    await browser.submit('/event/4/enter', { scripts })
    return browser
  }

  it('leads over the ticket origin, which comes back with the code challenge of this browser', async () => {
    const page = await (await site.member()).submit('/event/4/enter', {})
    expect(page.status).toBe(303)
    expect(page.location).toContain(`${TICKET_ORIGIN}/auth/cross-app/start?event_id=4&traceparent=00-`)
    expect(site.api.seen(GENERATE)).toEqual([])
  })

  it('binds the session to that challenge, and takes a browser with scripts to the landing', async () => {
    const page = await (await clicked('yes')).open(BACK)
    expect(page.status).toBe(303)
    const url = new URL(page.location ?? '')
    expect([url.origin + url.pathname, url.search]).toEqual([`${TICKET_ORIGIN}/auth/cross-app`, ''])
    expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1)))).toEqual({
      session_token: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: CHALLENGE,
      return_url: `${site.url}/events/hi-events/callback?event_id=4`,
    })
    expect(site.api.seen(GENERATE).map(({ body }) => body)).toEqual([
      { event_id: '4', code_challenge: CHALLENGE },
    ])
  })

  it('shows a browser without scripts one form, which posts the token to the landing', async () => {
    const page = await (await clicked()).open(BACK)
    expect([page.status, page.location]).toEqual([200, null])
    const forms = [...page.document.querySelectorAll('main form')]
    expect(forms.map((each) => [each.getAttribute('method'), each.getAttribute('action')])).toEqual([
      ['POST', `${TICKET_ORIGIN}/auth/cross-app`],
    ])
    const fields = [...page.document.querySelectorAll<HTMLInputElement>('main form input')]
    expect(fields.map((each) => each.name)).toEqual(['session_token', 'code_challenge', 'return_url'])
  })

  it('keeps that page in no cache, and lets its form go to the ticket origin only', async () => {
    const { headers } = await (await clicked()).open(BACK)
    expect(headers.get('cache-control')).toContain('no-store')
    const policy = headers.get('content-security-policy')?.split('; ') ?? []
    expect(policy).toContain(`form-action ${TICKET_ORIGIN}`)
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it.each([
    ['an address that somebody sent', () => site.member(), {}],
    [
      'a click that was used',
      async () => {
        const browser = await clicked()
        await browser.open(BACK)
        site.api.calls.length = 0
        return browser
      },
      {},
    ],
    ['a HEAD request', clicked, { method: 'HEAD' }],
    [
      "another user's click",
      async () => {
        const browser = await clicked()
        await browser.submit('/sign-in', { ...BEN })
        return browser
      },
      {},
    ],
  ] as const)('creates no session for %s, and offers the button', async (_what, open, init) => {
    const page = await (await open()).request(BACK, init)
    expect([page.status, page.location]).toEqual([303, '/event/4/enter'])
    expect(site.api.seen(GENERATE)).toEqual([])
  })

  it.each(['', 'x', 'c'.repeat(44), `${'c'.repeat(42)}%0a`, '/'.repeat(43)])(
    'creates no session for the challenge %j',
    async (challenge) => {
      const page = await (await clicked()).open(`/event/4/enter?code_challenge=${challenge}`)
      expect([page.status, page.location]).toEqual([303, '/event/4/enter'])
      expect(site.api.seen(GENERATE)).toEqual([])
    },
  )

  it('creates no session for the data request of a script', async () => {
    const browser = await clicked()
    await browser.open(`/event/4/enter/__data.json?code_challenge=${CHALLENGE}`)
    expect(site.api.seen(GENERATE)).toEqual([])
  })

  it('serves clicks on two events at once', async () => {
    const browser = await clicked()
    await browser.submit('/event/2/enter', {})
    for (const id of ['4', '2'])
      expect((await browser.open(`/event/${id}/enter?code_challenge=${CHALLENGE}`)).status).toBe(200)
  })

  it('has a page with the button, and creates no session when it is only opened', async () => {
    const page = await (await site.member()).open('/event/4/enter')
    expect(page.status).toBe(200)
    expect(page.document.querySelector('main form')?.getAttribute('action')).toBe('/event/4/enter')
    expect(site.api.seen(GENERATE)).toEqual([])
  })

  it('shows a refusal as text, with a new try and a link back', async () => {
    const browser = await clicked()
    site.api.fail('/api/cross-app', 'RATE_LIMITED')
    const page = await browser.open(BACK)
    expect(page.status).toBe(429)
    expect(page.text).toContain('Wait a minute, then try again.')
    expect(page.document.querySelector('main a[href="/event/4"]')).not.toBeNull()
    expect(page.document.querySelector('main form[action="/event/4/enter"]')).not.toBeNull()
  })

  it('offers no new try for what a person may not do', async () => {
    const browser = await clicked()
    site.api.fail('/api/cross-app', 'PERMISSION_DENIED')
    const page = await browser.open(BACK)
    expect(page.text).toContain('Your role does not allow this')
    expect(page.document.querySelector('main form')).toBeNull()
  })

  it('shows that Tuvens cannot be reached while the visitor is unknown', async () => {
    const browser = await site.member()
    site.api.fail('/api', 'SERVICE_UNAVAILABLE')
    const page = await browser.submit('/event/4/enter', {})
    expect([page.status, page.text.includes('Tuvens cannot be reached right now')]).toEqual([503, true])
  })

  it('lets a guest sign in first, and then offers the button', async () => {
    const signIn = '/sign-in?next=%2Fevent%2F4%2Fenter'
    expect((await site.visitor().submit('/event/4/enter', {})).location).toBe(signIn)
    expect((await site.visitor().open(BACK)).location).toBe(signIn)
  })

  it('cannot be started by another site', async () => {
    const browser = await site.member()
    const page = await browser.submit('/event/4/enter', {}, { origin: 'https://evil.example' })
    expect(page.status).toBe(403)
    expect([...browser.cookies.keys()].filter((name) => name.includes('click'))).toEqual([])
  })
})

describe('the tickets of an event, for a viewer', () => {
  it('can be looked at once there are any, and not set up', async () => {
    const viewer = { name: 'Vera', email: 'vera-looks@example.com', password: 'only looking around' }
    const accountId = Number(site.world.addUser(viewer, 'Guests', 'viewer').id)
    const startDate = new Date(Date.now() + 86_400_000).toISOString()
    const [none, linked] = [
      site.world.addEvent({ title: 'Without tickets', startDate, accountId }),
      site.world.addEvent({ title: 'With tickets', startDate, accountId, ticketing_phase: 'preparing' }),
    ]
    const browser = await site.member(viewer)
    const page = await browser.open(`/event/${linked.id}`)
    expect(page.text).toContain('View tickets')
    expect(page.text).not.toMatch(/Enable ticketing|Continue set-up|Unlink/)
    expect((await browser.open(`/event/${none.id}`)).text).not.toMatch(/View tickets|Enable ticketing/)
  })
})

describe('unlinking without scripts', () => {
  it('has a confirmation page of its own, and unlinks', async () => {
    const browser = await site.member()
    const question = await browser.open('/event/2/unlink')
    expect(question.text).toContain('Tickets already sold stay valid')
    const done = await browser.submit('/event/2/unlink', {})
    expect([done.status, done.location]).toEqual([303, '/event/2'])
    expect((await browser.open('/event/2')).text).toContain('Enable ticketing')
  })

  it("is refused, in words, for another account's event", async () => {
    const page = await (await site.member(BEN)).submit('/event/1/unlink', {})
    expect(page.status).toBe(403)
    expect(page.text).toContain('This event belongs to another organiser')
  })
})

describe('back from the ticket system (C8)', () => {
  const callback = (query: string) => `/events/hi-events/callback${query}`

  it.each([
    ['1', 'Your tickets are on sale'],
    ['8', 'Ticketing is linked'],
    ['3', 'Ticket sales are paused'],
    ['10', 'Ticketing is not enabled yet'],
    ['7', 'This event is cancelled'],
    ['15', 'This event is over'],
  ])('says of event %s what the API says: %s', async (id, title) => {
    const page = await site.visitor().open(callback(`?event_id=${id}`))
    expect(page.document.querySelector('h1')?.textContent).toBe(title)
  })

  it.each([
    'status=error&error_code=PAYMENT_FAILED&error_message=Pay+at+evil.example',
    'status=cancelled',
    'status=success&hi_events_event_id=999&account_id=999',
    'status=%3Cscript%3Ealert(1)%3C/script%3E',
  ])('does not change by %s', async (forged) => {
    const browser = site.visitor()
    const plain = await browser.open(callback('?event_id=10'))
    const page = await browser.open(callback(`?event_id=10&${forged}`))
    expect(page.text).toBe(plain.text)
  })

  it.each(['', '?event_id=', '?event_id=abc', '?event_id=-1', '?event_id=999999', '?event_id=1e9'])(
    'offers a way on with %j',
    async (query) => {
      const page = await site.visitor().open(callback(query))
      expect(page.status).toBe(200)
      expect(page.document.querySelector('a[href="/my-events"]')).not.toBeNull()
    },
  )

  it('offers an organiser to start again when the set-up was not finished', async () => {
    const page = await (await site.member()).open(callback('?event_id=10&status=error'))
    expect(page.text).toContain('Enable ticketing')
  })

  it('offers an organiser who comes back later to continue', async () => {
    const page = await (await site.member(BEN)).open(callback('?event_id=8'))
    expect(page.text).toContain('Continue set-up')
  })
})
