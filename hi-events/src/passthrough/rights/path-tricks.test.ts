import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LINKED, OTHER, startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
let token: string
beforeAll(async () => {
  test = await startTicketStand()
  token = (await test.signIn('editor')).token
})
afterAll(() => test.stop())
beforeEach(() => {
  test.stand.seen.length = 0
})

/** Sends a path as it is written, and returns whether the ticket system got the token with it. */
async function carriesToken(method: string, path: string, headers: Record<string, string> = {}) {
  await new Promise<void>((resolve, reject) => {
    const all = { cookie: `token=${token}`, 'sec-fetch-site': 'same-origin', ...headers }
    const request = httpRequest({ host: '127.0.0.1', port: test.stand.port, path, method, headers: all })
    request.on('response', (answer) => answer.resume().on('end', resolve))
    request.on('error', reject).end()
  })
  return test.stand.seen.some((each) => each.headers.authorization !== undefined)
}

describe('a path that could be read as that of another event', () => {
  const L = LINKED
  const O = OTHER
  it.each([
    `/api/events/${O}`,
    `/api/events/${L}/../${O}`,
    `/api/events/${L}/%2e%2e/${O}`,
    `/api/events/${L}/..%2f${O}`,
    `/api/events/${L}%2f..%2f${O}`,
    `/api/events/${L}/./settings`,
    `/api//events/${L}`,
    `/api/events//${L}`,
    `//api/events/${L}`,
    `/api/events/${L}/`,
    `/api/events/${L}//settings`,
    `/api/events/${L};id=${O}`,
    `/api;x=1/events/${L}`,
    `/api/events/${L}?`,
    `/api/events/0${L}`,
    `/api/events/+${L}`,
    `/api/events/${L}.0`,
    `/api/events/${L}e0`,
    `/api/events/${L},${O}`,
    `/api/events/${L}%00`,
    `/api/events/${L}%20`,
    `/api/events/%34%31`,
    `/api/events/${L}%23`,
    `/API/events/${L}`,
    `/api/Events/${L}`,
    `/api/EVENTS/${O}`,
    `/index.php/api/events/${O}`,
    `/api/index.php/events/${O}`,
    `/api/events/${L}\\..\\${O}`,
    `/api/events/${L}/settings.json`,
    `/api/events/99999999999999999999`,
    `/api/events/-${L}`,
    `/api/events/４１`.replace('４１', encodeURIComponent('４１')),
  ])('gets no token: %s', async (path) => {
    // The query is no part of the path.
    expect(await carriesToken('GET', path)).toBe(path.endsWith('?'))
  })

  it.each([
    '/Manage/event/43',
    '/manage//event/43',
    '/manage/event/41/../43',
    '/MANAGE/EVENT/43',
    '/manage/event/43/',
  ])('gets no page: %s', async (path) => {
    expect(await carriesToken('GET', path)).toBe(false)
  })
})

describe('signing out and renewing', () => {
  it.each([
    '/api/auth/logout/',
    '/auth/logout/',
    '/api/auth/Logout',
    '/API/auth/logout',
    '/api/index.php/auth/logout',
    '/index.php/api/auth/logout',
    '/api/auth/logout/x',
    '/api/auth/logout%20',
    '/api/auth/refresh/',
    '/api/auth/REFRESH',
    '/api/index.php/auth/refresh',
    '/api/auth/new-call',
    '/auth',
  ])('get no token in another spelling, also of an owner: %s', async (path) => {
    const owner = { cookie: `token=${(await test.signIn('owner')).token}` }
    for (const method of ['GET', 'POST', 'PUT']) {
      expect(await carriesToken(method, path, owner)).toBe(false)
      expect(await carriesToken(method, path)).toBe(false)
    }
    expect(await carriesToken('POST', '/api/auth/refresh', owner)).toBe(true)
  })
})

describe('a request that could be read as another method', () => {
  it.each([
    ['X-HTTP-Method-Override', 'PUT'],
    ['X-HTTP-Method', 'DELETE'],
    ['X-Method-Override', 'DELETE'],
  ])('has no %s for the ticket system', async (name, value) => {
    const viewer = (await test.signIn('viewer')).token
    await carriesToken('GET', `/api/events/${LINKED}`, { cookie: `token=${viewer}`, [name]: value })
    expect(test.stand.seen).toHaveLength(1)
    expect(test.stand.seen[0]?.headers[name.toLowerCase()]).toBeUndefined()
  })

  it('is decided by its own method: HEAD reads, and what has no row is refused', async () => {
    const viewer = { cookie: `token=${(await test.signIn('viewer')).token}` }
    expect(await carriesToken('HEAD', `/api/events/${LINKED}`, viewer)).toBe(true)
    test.stand.seen.length = 0
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await carriesToken(method, `/api/events/${LINKED}`, viewer)).toBe(false)
    expect(test.stand.seen).toHaveLength(0)
  })

  it.each(['_method=DELETE', `id=${OTHER}`, 'token=x', 'event_id=43'])(
    'is decided without its query: %s',
    async (query) => {
      expect(await carriesToken('GET', `/api/events/${LINKED}?${query}`)).toBe(true)
      test.stand.seen.length = 0
      expect(await carriesToken('GET', `/api/events/${OTHER}?${query}`)).toBe(false)
    },
  )
})

describe('a path that no row names', () => {
  it.each(['/assets/index.js', '/event/43/jazz', '/checkout/43/o_x/details', '/storage/x.png', '/new-page'])(
    'is passed on as a stranger’s: %s',
    async (path) => {
      expect(await carriesToken('GET', path)).toBe(false)
      expect(test.stand.seen).toHaveLength(1)
    },
  )

  it.each(['/api/new-route', '/api/events/41/new-thing', '/account/users', '/manage/profile', '/api'])(
    'is refused where only people who are signed in have business: %s',
    async (path) => {
      expect(await carriesToken('GET', path)).toBe(false)
      expect(test.stand.seen).toHaveLength(0)
    },
  )
})
