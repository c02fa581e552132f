import { type ErrorReport, startReporting } from '@tuvens/platform/telemetry/report-error'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type TestWorld } from '../../test-support/api.ts'
import { createConsole } from './console.ts'
import { startConsole } from './start.ts'
import { ownPath } from './web/sign-in-routes.ts'

const TOKEN = 'Jw7pXv2nQe9RkT4mZc6bLs8dYf3h'
const HTML = { accept: 'text/html' }
const BEARER = { authorization: `Bearer ${TOKEN}` }
const SAME = { 'sec-fetch-site': 'same-origin' }

let world: TestWorld
let url: string
let stop: () => Promise<void>
beforeAll(async () => {
  world = await startWorld({
    OPERATOR_PORT: '0',
    OPERATOR_TOKENS: `ada:${TOKEN}`,
    // Nothing listens there.
    TICKET_SERVICE_URL: 'http://127.0.0.1:9',
  })
  const started = await startConsole(world.api.context)
  url = started.url ?? ''
  stop = started.stop
})
afterAll(async () => {
  await stop()
  await world.end()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers, redirect: 'manual' })
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { ...HTML, ...SAME, ...headers },
    body: new URLSearchParams({ ...body }),
    redirect: 'manual',
  })
async function signIn(): Promise<{ cookie: string }> {
  const answer = await post('/sign-in', { token: TOKEN })
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' }
}
/** A console that is served by https, behind a proxy that names the client. */
async function behindProxy() {
  const { context } = world.api
  const url = 'https://console.example'
  const config = {
    ...context.config,
    console: { port: 0, host: '127.0.0.1', url },
    trustProxy: ['127.0.0.1'],
  }
  const app = await createConsole({ ...context, config }, url)
  return { app, headers: { host: 'console.example', 'x-forwarded-proto': 'https' } }
}
const PATHS = ['/', '/deliveries', '/dead-letters', '/deliveries/mail/1', '/nothing', '/assets/nothing']

describe("the operator's console", () => {
  it.each(PATHS)('shows nothing of %s to somebody without a token', async (path) => {
    expect((await get(path)).status).toBe(401)
    const browser = await get(path, HTML)
    expect([browser.status, browser.headers.get('location')]).toEqual([
      303,
      `/sign-in?next=${encodeURIComponent(path)}`,
    ])
    expect((await get(path, { authorization: 'Bearer nonsense' })).status).toBe(401)
    expect((await get(path, { authorization: 'Basic YTpi' })).status).toBe(401)
    expect(
      (await get(path, { ...HTML, cookie: `operator=ada.99999999999999.${'A'.repeat(43)}` })).status,
    ).toBe(303)
  })

  it('accepts an entry of OPERATOR_TOKENS as it stands there, name and secret', async () => {
    expect((await get('/', { authorization: `Bearer ada:${TOKEN}` })).status).toBe(200)
    expect((await post('/sign-in', { token: `ada:${TOKEN}` })).status).toBe(303)
    expect((await get('/', { authorization: `Bearer eve:${TOKEN}` })).status).toBe(401)
  })

  it.each(['/replay', '/reread', '/sign-out', '/nothing'])(
    'does nothing at %s without a token',
    async (path) => {
      expect((await post(path, { state: 'dead_letter' })).status).toBe(401)
    },
  )

  it('answers no other host, so that no page of another site becomes its own', async () => {
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const headers = { ...BEARER, host: 'evil.example' }
      request(`${url}/deliveries`, { headers }, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['an address that was typed', { 'sec-fetch-site': 'none' }],
    ['an old browser on another site', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
  ])('takes no post with the cookie from %s', async (_who, from) => {
    const { cookie } = await signIn()
    const headers = Object.fromEntries(
      Object.entries({ ...SAME, ...from }).filter(([, value]) => value !== ''),
    )
    const answer = await fetch(`${url}/replay`, {
      method: 'POST',
      headers: { ...HTML, cookie, ...headers },
      body: new URLSearchParams({ state: 'dead_letter' }),
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('ORIGIN_NOT_ALLOWED')
  })

  it('gives a cookie that no script reads and no other site sends', async () => {
    const answer = await post('/sign-in', { token: TOKEN, next: '/deliveries?state=waiting' })
    expect(answer.headers.get('location')).toBe('/deliveries?state=waiting')
    expect(answer.headers.get('set-cookie')).toMatch(
      /^operator=ada\.\d+\.[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/,
    )
  })

  it('takes no copy of a cookie after the sign-out, and those of other sign-ins', async () => {
    const { cookie } = await signIn()
    await expect.poll(() => signIn().then((other) => other.cookie)).not.toBe(cookie)
    const other = await signIn()
    const status = async (of: { cookie: string }) => (await get('/deliveries', { ...HTML, ...of })).status
    expect([await status({ cookie }), await status(other)]).toEqual([200, 200])
    expect((await post('/sign-out', {}, { cookie })).headers.get('location')).toBe('/sign-in')
    expect([await status({ cookie }), await status(other)]).toEqual([303, 200])
  })

  it('gives a cookie for its host alone where it is served by https', async () => {
    const { app, headers } = await behindProxy()
    const sent = { ...headers, ...HTML, ...SAME, 'content-type': 'application/x-www-form-urlencoded' }
    const payload = `token=${TOKEN}`
    const answer = await app.inject({ method: 'POST', url: '/sign-in', headers: sent, payload })
    const [cookie = ''] = [answer.headers['set-cookie']].flat()
    expect(cookie).toMatch(/^__Host-operator=ada\.[^;]+; Max-Age=28800; Path=\/; HttpOnly; Secure; /)
    const named = { ...headers, ...HTML, cookie: cookie.split(';', 1)[0] }
    expect((await app.inject({ url: '/sessions', headers: named })).statusCode).toBe(200)
    await app.close()
  })

  it('refuses right tokens, too, after many wrong ones of clients that differ', async () => {
    const { app, headers } = await behindProxy()
    const ask = (token: string, index: number) =>
      app.inject({
        url: '/sessions',
        headers: { ...headers, authorization: `Bearer ${token}`, 'x-forwarded-for': `192.0.2.${index}` },
      })
    for (let index = 0; index < 100; index++)
      expect((await ask(`wrong-${index}`, index)).statusCode).toBe(401)
    expect((await ask(TOKEN, 200)).statusCode).toBe(429)
    await app.close()
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\r\nset-cookie: x',
    'javascript:x',
  ])('leads nobody to %j after the sign-in', (next) => expect(ownPath(next)).toBe('/'))

  it('records sign-ins and refused tokens', async () => {
    await signIn()
    const ids: (string | null)[] = []
    for (const answer of [
      await post('/sign-in', { token: 'a-wrong-token-of-a-stranger' }),
      await get('/deliveries', { authorization: 'Bearer another-wrong-token' }),
    ]) {
      expect(answer.status).toBe(401)
      ids.push(answer.headers.get('x-request-id'))
    }
    const rows = () => world.database.db`
      select distinct actor, outcome from audit_log where operation = 'operator-sign-in' order by actor`
    await expect.poll(rows).toEqual([
      { actor: 'anyone', outcome: 'TOKEN_INVALID' },
      { actor: 'operator:ada', outcome: 'ok' },
    ])
    const refused = () => world.database.db`
      select outcome from audit_log where request_id = any (${ids}) and operation = 'operator-sign-in'`
    await expect.poll(refused).toHaveLength(2)
  })

  it('shows its part when the ticket origin cannot be reached, and says so', async () => {
    const { cookie } = await signIn()
    const page = await get('/deliveries', { ...HTML, cookie })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('The ticket origin gave no answer')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await (await get('/deliveries', BEARER)).json()).toMatchObject({ is_partial: true })
    const replayed = await fetch(`${url}/replay`, {
      method: 'POST',
      headers: { ...BEARER, 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'dead_letter' }),
    })
    expect(replayed.status).toBe(503)
  })

  it.each([
    ['an empty selection', {}],
    ['empty fields', { ids: '', event_id: '', state: '' }],
    ['everything that was delivered', { state: 'done' }],
    ['an unknown field', { state: 'dead_letter', everything: 'yes' }],
    ['what is no id', { ids: "report:1' or true" }],
  ])('replays nothing for %s', async (_what, body) => {
    expect((await post('/replay', body, await signIn())).status).toBe(400)
  })

  it('sends a mail again that was given up, and none that was sent', async () => {
    await world.database.db`
      insert into mails (kind, recipient, data, given_up_at, sent_at, attempts, failure) values
        ('removed', 'olga@example.com', '{"name": "Olga"}', now(), null, 9, 'no such server'),
        ('removed', 'otto@example.com', '{"name": "Otto"}', null, now(), 1, null)`
    const mails = await world.database.db<{ id: string }[]>`select id from mails order by id`
    const { cookie } = await signIn()
    const [first] = mails
    const page = await (await get(`/deliveries/mail/${first?.id}`, { ...HTML, cookie })).text()
    expect(page).toContain('o…@example.com')
    expect(page).not.toMatch(/olga|Olga/)
    const ids = mails.map(({ id }) => `mail:${id}`).join(',')
    expect((await post('/replay', { ids }, { cookie })).headers.get('location')).toBe(
      '/dead-letters?replayed=1',
    )
    const sent = () =>
      world.database.db`select sent_at is not null as sent, given_up_at from mails order by id`
    await expect.poll(sent).toEqual([
      { sent: true, given_up_at: null },
      { sent: true, given_up_at: null },
    ])
  })

  it('lets no token be sent by http through a proxy that serves it by https', async () => {
    const { context } = world.api
    const config = { ...context.config, trustProxy: ['127.0.0.1'] }
    const app = await createConsole({ ...context, config }, 'https://console.example')
    const headers = { host: 'console.example', 'x-forwarded-proto': 'http' }
    const page = await app.inject({ url: '/sign-in', headers })
    expect([page.statusCode, page.headers['location']]).toEqual([308, 'https://console.example/sign-in'])
    const form = await app.inject({ method: 'POST', url: '/sign-in', headers, payload: {} })
    expect(form.json().code).toBe('HTTPS_REQUIRED')
    await app.close()
  })

  it('reports a bug behind a page, and shows the id of its request', async () => {
    const reports: ErrorReport[] = []
    const end = startReporting((report) => reports.push(report))
    const { db } = world.database
    await db`alter table flag_changes rename to flag_changes_away`
    try {
      const answer = await get('/flags', { ...HTML, ...(await signIn()) })
      expect(answer.status).toBe(500)
      expect(reports).toMatchObject([{ where: '/flags', requestId: answer.headers.get('x-request-id') }])
      expect(await answer.text()).toContain(reports[0]?.requestId)
    } finally {
      await db`alter table flag_changes_away rename to flag_changes`
      end()
    }
  })

  it('refuses right tokens, too, after many wrong ones of a client', async () => {
    for (let tries = 0; tries < 20; tries++)
      await get('/deliveries', { authorization: `Bearer wrong-${tries}` })
    const answer = await get('/deliveries', BEARER)
    expect([answer.status, answer.headers.get('retry-after') !== null]).toEqual([429, true])
  })
})
