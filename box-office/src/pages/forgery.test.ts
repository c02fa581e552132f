import cookie from '@fastify/cookie'
import { createHttp } from '@tuvens/platform/http/http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOffice, type TestOffice } from '../../test-support/office.ts'
import { addPageRoutes } from './routes.tsx'
import { Browser } from '../../test-support/browser.ts'
import { createEventFixture, type EventFixture } from '../../test-support/event-fixture.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('forms from other sites', () => {
  let office: TestOffice
  let fixture: EventFixture
  beforeAll(async () => {
    office = await startOffice()
    fixture = await createEventFixture(office)
  })
  afterAll(() => office.close())

  const post = (path: string, headers: Record<string, string>) =>
    office.app.inject({
      method: 'POST',
      url: path,
      payload: 'status=ARCHIVED',
      headers: { ...FORM, host: 'localhost:3002', cookie: `token=${fixture.organiser.token}`, ...headers },
    })

  it.each([
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3002' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://localhost:3002.evil.example' }],
    [{}],
  ])('are refused when they say %j', async (headers) => {
    const answer = await post(`${fixture.manage}/status`, headers as Record<string, string>)
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('This form came from somewhere else')
    expect((await fixture.organiser.call('GET', `/events/${fixture.eventId}`)).body.data.status).toBe('LIVE')
  })

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ origin: 'http://localhost:3002' }],
    [{ origin: 'http://127.0.0.1:3003', host: '127.0.0.1:3003' }],
  ])('are ours when they say %j', async (headers) => {
    const answer = await post(`${fixture.manage}/status`, headers as Record<string, string>)
    expect(answer.statusCode).toBe(303)
    await fixture.organiser.call('PUT', `/events/${fixture.eventId}/status`, { status: 'LIVE' })
  })

  it('are refused by every page that takes one, signing in and out too', async () => {
    const paths: string[] = []
    const app = createHttp({ log: office.context.log, publicUrl: 'http://localhost' })
    app.addHook('onRoute', ({ method, url }) => {
      if ([method].flat().includes('POST') && !url.includes('*')) paths.push(url)
    })
    await app.register(cookie)
    await addPageRoutes(app, office.context)
    expect(paths.length).toBeGreaterThan(15)
    for (const path of paths) {
      const answer = await app.inject({
        method: 'POST',
        url: path.replaceAll(/:\w+/g, '1'),
        payload: 'a=b',
        headers: { ...FORM, cookie: `token=${fixture.organiser.token}`, 'sec-fetch-site': 'cross-site' },
      })
      expect(answer.statusCode, path).toBe(403)
    }
    await app.close()
  })
})

describe('a request for another host', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await startOffice()
  })
  afterAll(() => office.close())

  it.each(['/auth/login', '/event/1', '/nowhere', '/api/users/me'])(
    'at %s is refused in words',
    async (url) => {
      const answer = await office.app.inject({ url, headers: { host: 'evil.example', accept: 'text/html' } })
      expect(answer.statusCode).toBe(421)
      expect(answer.body).toContain('does not answer at this address')
    },
  )
})

describe('a page in a browser', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await startOffice({ config: { mailbox: true } })
  })
  afterAll(() => office.close())

  it('may load nothing from elsewhere, run nothing inline but the theme, and stand in no frame', async () => {
    const { headers, html } = await new Browser(office.app).get('/auth/login')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+'/)
    expect(policy).not.toContain('unsafe')
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-robots-tag': 'noindex',
    })
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).not.toMatch(/ style=| onclick=/)
    expect(html.match(/(?:src|href)="(https?:)?\/\//g)).toBeNull()
  })

  it('finds its style sheet, script and font, each cached for a year', async () => {
    const browser = new Browser(office.app)
    const { html } = await browser.get('/auth/login')
    const assets = [...html.matchAll(/(?:src|href)="(\/box-office\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(assets).toHaveLength(3)
    for (const path of assets) {
      const { status, headers } = await browser.get(path)
      expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    }
  })

  it('answers 404 in words where there is no page, and in JSON where there is no call', async () => {
    const browser = new Browser(office.app)
    expect((await browser.get('/no/such/page')).text).toContain('This page is not here')
    expect((await browser.post('/no/such/page', {})).status).toBe(404)
    const call = await office.app.inject({
      url: '/api/no/such/call',
      headers: { accept: 'application/json' },
    })
    expect(call.json()).toEqual({ message: 'The route api/no/such/call could not be found.' })
  })
})
