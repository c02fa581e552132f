import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ADA, type Site, startSite, TICKET_ORIGIN } from '../test-support/site.ts'

let site: Site
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(() => {
  site.api.recover()
  site.api.calls.length = 0
})

const PUBLIC_PAGES = ['/', '/?q=dinner', '/event/1', '/event/999', '/sign-in', '/sign-up', '/nowhere']
const MEMBER_PAGES = [
  '/my-events',
  '/events/new',
  '/event/4',
  '/event/4/edit',
  '/event/2/unlink',
  '/sign-out',
]

describe('security headers', () => {
  it.each([
    ...PUBLIC_PAGES,
    '/event/1/calendar.ics',
    '/posters/1.svg',
    '/healthz',
    '/events/new',
    '/favicon.svg',
    '/robots.txt',
  ])('are sent with %s', async (path) => {
    const { headers } = await site.visitor().open(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('strict-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
  })

  it.each([...PUBLIC_PAGES, '/events/hi-events/callback?event_id=1'])(
    'contain a policy for %s that allows no foreign script, frame or base address',
    async (path) => {
      const { headers } = await site.visitor().open(path)
      const policy = directivesOf(headers.get('content-security-policy') ?? '')
      expect(policy.get('default-src')).toBe("'self'")
      expect(policy.get('script-src')).toMatch(/^'self' 'nonce-[\w+/=-]+'$/)
      expect(policy.get('frame-src')).toBe(TICKET_ORIGIN)
      expect(policy.get('connect-src')).toBe(`'self' ${site.api.url}`)
      expect(policy.get('form-action')).toBe(`'self' ${TICKET_ORIGIN}`)
      for (const name of ['object-src', 'base-uri', 'frame-ancestors'])
        expect(policy.get(name)).toBe("'none'")
      expect(policy.get('require-trusted-types-for')).toBe("'script'")
    },
  )

  it('contain a new script nonce in every response', async () => {
    const nonces = new Set<string | undefined>()
    for (let i = 0; i < 5; i++) {
      const { headers } = await site.visitor().open('/')
      nonces.add(/'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1])
    }
    expect(nonces.size).toBe(5)
  })

  it.each(MEMBER_PAGES)('forbid every cache to store the member page %s', async (path) => {
    const { headers } = await (await site.member()).open(path)
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it.each(['/', '/event/1', '/sign-in'])('forbid shared caches to store the guest page %s', async (path) => {
    expect((await site.visitor().open(path)).headers.get('cache-control')).toBe('private, no-cache')
  })
})

describe('a post from another site', () => {
  const FORMS = [
    '/sign-in',
    '/sign-up',
    '/sign-out',
    '/events/new',
    '/event/4/edit',
    '/event/4/enter',
    '/event/2/unlink',
  ]

  it.each(FORMS)('to %s is refused and never reaches the API', async (path) => {
    const browser = await site.member()
    site.api.calls.length = 0
    for (const origin of ['https://evil.example', 'null', `${site.url}.evil.example`]) {
      const page = await browser.submit(path, { ...ADA, title: 'Stolen' }, { origin })
      expect(page.status).toBe(403)
    }
    expect(site.api.calls.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('to sign out leaves the session as it is', async () => {
    const browser = await site.member()
    await browser.submit('/sign-out', {}, { origin: 'https://evil.example' })
    expect((await browser.open('/my-events')).status).toBe(200)
  })

  it.each(['multipart/form-data; boundary=x', 'text/plain'])('is refused as %s, too', async (type) => {
    const browser = await site.member()
    const headers = { origin: 'https://evil.example', 'content-type': type }
    const page = await browser.request('/event/2/unlink', { method: 'POST', headers, body: '' })
    expect(page.status).toBe(403)
    expect(site.world.event('2')?.ticketing_status).toBe('setup')
  })

  it.each(['DELETE', 'PUT', 'PATCH'])('with the method %s is not allowed on pages', async (method) => {
    const browser = await site.member()
    expect((await browser.request('/event/2', { method, headers: { origin: site.url } })).status).toBe(405)
  })
})

describe('a compressed body', () => {
  it.each(['gzip', 'br', 'identity, gzip'])('is refused in words: %s', async (coding) => {
    const headers = { 'content-encoding': coding, 'content-type': 'multipart/form-data; boundary=x' }
    const { status, html } = await site
      .visitor()
      .request('/sign-in', { method: 'POST', headers: { ...headers, origin: site.url }, body: 'x' })
    expect(status).toBe(415)
    expect(html).toContain('This was sent compressed')
  })
})

describe('the tokens of a member', () => {
  it.each([...MEMBER_PAGES, '/', '/event/1', '/events/hi-events/callback?event_id=2'])(
    'never appear in the page %s or its data',
    async (path) => {
      const browser = await site.member()
      const [pathname = '', query = ''] = path.split('?')
      const data = `${pathname === '/' ? '' : pathname}/__data.json?${query}`
      for (const address of [path, data]) {
        const { html } = await browser.open(address)
        expect(html.length).toBeGreaterThan(2)
        for (const token of browser.cookies.values()) expect(html.includes(token)).toBe(false)
      }
    },
  )

  it('never appear in the response of the session proxy', async () => {
    const browser = await site.member()
    const headers = { 'content-type': 'application/json', origin: site.url }
    const body = '{"event_id":"1"}'
    const { html } = await browser.request('/api/cross-app/generate-session', {
      method: 'POST',
      headers,
      body,
    })
    for (const token of browser.cookies.values()) expect(html.includes(token)).toBe(false)
  })

  it('are set as cookies that scripts cannot read and that other sites cannot send with a post', async () => {
    const browser = await site.member()
    expect(browser.setCookies).toHaveLength(2)
    for (const cookie of browser.setCookies) {
      const [, ...flags] = cookie.toLowerCase().split('; ')
      expect(flags).toEqual(expect.arrayContaining(['path=/', 'httponly', 'samesite=lax']))
      expect(cookie).not.toMatch(/domain=/i)
    }
  })

  it('are removed with the same path when the session ends', async () => {
    const browser = await site.member()
    browser.setCookies.length = 0
    await browser.submit('/sign-out', {})
    expect(browser.setCookies).toHaveLength(2)
    for (const cookie of browser.setCookies) expect(cookie).toMatch(/; Max-Age=0; Path=\//i)
  })
})

describe('a site with an https address behind a proxy', () => {
  const host = 'tuvens.example'
  const origin = `https://${host}`
  let secure: Site
  beforeAll(async () => {
    secure = await startSite({ ORIGIN: origin, ADDRESS_HEADER: 'x-forwarded-for' })
  })
  afterAll(() => secure.close())

  const byHttp = { host, 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'http' }

  it('redirects pages that were asked for by http, static files too', async () => {
    for (const path of ['/event/1?x=y', '/favicon.svg']) {
      const { status, headers } = await get(secure.url, path, byHttp)
      expect([status, headers.location]).toEqual([308, origin + path])
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    }
  })

  it('refuses a form that was sent by http, in words', async () => {
    const { status, body } = await get(secure.url, '/sign-in', byHttp, 'POST')
    expect(status).toBe(403)
    expect(body).toContain('This has to be sent encrypted')
  })

  it('makes browsers use https from then on, and binds the cookies of the session to its host', async () => {
    const by = { ...byHttp, 'x-forwarded-proto': 'https' }
    const page = await get(secure.url, '/event/1', {
      ...by,
      cookie: 'tuvens-refresh=x; __Host-tuvens-refresh=y',
    })
    expect([page.status, page.headers['strict-transport-security']]).toEqual([
      200,
      'max-age=31536000; includeSubDomains',
    ])
    expect(page.headers['set-cookie']?.every((each) => each.startsWith('__Host-tuvens-'))).toBe(true)
  })

  it('takes the zone of the reader from a cookie of its own host only', async () => {
    const pageOf = async (cookie: string) =>
      (await get(secure.url, '/event/1', { ...byHttp, 'x-forwarded-proto': 'https', cookie })).body
    expect(await pageOf('__Host-tuvens-zone=Asia/Tokyo')).toMatch(/\d on your clock/)
    expect(await pageOf('tuvens-zone=Asia/Tokyo')).not.toMatch(/\d on your clock/)
  })
})

describe('forged headers', () => {
  const FORGED = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.99',
    'x-real-ip': '203.0.113.99',
    forwarded: 'for=203.0.113.99;host=evil.example;proto=https',
  }

  it('do not change the addresses that the site writes', async () => {
    const file = await site.visitor().open('/event/1/calendar.ics', FORGED)
    expect(file.html).toContain(`:${site.url}/event/1`)
    const page = await site.visitor().open('/event/1', FORGED)
    expect(page.html.includes('evil.example')).toBe(false)
  })

  it('do not change the return address of the ticket system', async () => {
    const browser = await site.member()
    await browser.submit('/event/4/enter', {}, FORGED)
    const page = await browser.open(`/event/4/enter?code_challenge=${'c'.repeat(43)}`, FORGED)
    const field = page.document.querySelector<HTMLInputElement>('[name=return_url]')
    expect(field?.value).toBe(`${site.url}/events/hi-events/callback?event_id=4`)
  })

  it('do not change the client address that the API counts', async () => {
    await site.visitor().submit('/sign-in', { ...ADA }, FORGED)
    const [call] = site.api.seen('/api/auth/login')
    expect(call?.headers['x-forwarded-for']).not.toContain('203.0.113.99')
  })

  it('do not change the flags of the session cookies', async () => {
    const browser = site.visitor()
    await browser.submit('/sign-in', { ...ADA }, FORGED)
    expect([...browser.cookies.keys()].sort()).toEqual(['tuvens-access', 'tuvens-refresh'])
  })

  it('do not replace the request id that the site gives', async () => {
    await site.visitor().open('/event/1', { 'x-request-id': 'forged-id' })
    const [call] = site.api.seen('/api/events/1')
    expect(call?.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(call?.headers['x-request-id']).toBeUndefined()
  })

  it.each(['/my-events', '/favicon.svg', '/event/1'])(
    'with a foreign Host get a page for %s that leads to the right address',
    async (path) => {
      const { status, body } = await get(site.url, path, { host: 'evil.example' })
      expect(status).toBe(421)
      expect(body).toContain(`<a href="${site.url}">`)
      expect(body).not.toContain('evil.example')
    },
  )

  it.each(['Bearer forged', 'Basic YWRhOmFkYQ=='])(
    'with the authorization %s make no member',
    async (value) => {
      expect((await site.visitor().open('/my-events', { authorization: value })).status).toBe(303)
      expect(site.api.calls.every(({ headers }) => headers.authorization === undefined)).toBe(true)
    },
  )

  it.each([
    ['en-US,en;q=0.9', /\d:\d\d [AP]M/],
    ['en-GB', /\d\d:\d\d/],
    ['de-DE,de;q=0.9', /\d\d:\d\d/],
    ['x'.repeat(2_000), /\d\d:\d\d/],
    ['en-\u00e9\u00e9', /\d\d:\d\d/],
  ])('with the language %s give a page in an English that exists', async (language, time) => {
    const page = await site.visitor().open('/event/1', { 'accept-language': language })
    expect(page.status).toBe(200)
    expect(page.text).toMatch(time)
  })

  it.each(['Europe/Atlantis', '%3Cscript%3E', '../../etc', 'x'.repeat(500)])(
    'with the zone cookie %s give the page of an unknown reader',
    async (zone) => {
      const browser = site.visitor()
      browser.cookies.set('tuvens-zone', zone)
      const page = await browser.open('/event/1')
      expect([page.status, page.text.includes('Amsterdam (GMT')]).toEqual([200, true])
    },
  )
})

/** `fetch` cannot send a `Host` of its own. */
async function get(base: string, path: string, headers: Record<string, string>, method = 'GET') {
  const { hostname, port } = new URL(base)
  const sent = request({ hostname, port, path, headers, method }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const body = await text(response)
  return { status: response.statusCode, headers: response.headers, body }
}

function directivesOf(policy: string): Map<string, string> {
  return new Map(
    policy.split(';').map((each): [string, string] => {
      const [name = '', ...values] = each.trim().split(' ')
      return [name, values.join(' ')]
    }),
  )
}
