import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand()
})
afterAll(() => test.stop())
beforeEach(() => {
  test.stand.seen.length = 0
})

/** Sends nothing but what is given: fetch adds metadata of its own. */
const send = (method: string, path: string, headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: test.stand.port, path, method, headers })
    sent.on('response', (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)))
    sent.on('error', reject).end()
  })
const FOREIGN = { 'sec-fetch-site': 'cross-site' }
const cookie = (token: string) => ({ cookie: `token=${token}` })

describe('another site', () => {
  it.each([
    ['GET', '/api/auth/logout', FOREIGN],
    ['GET', '/auth/logout', FOREIGN],
    ['GET', '/api/auth/logout', { 'sec-fetch-site': 'same-site' }],
    ['GET', '/api/auth/logout', { origin: 'https://evil.example' }],
    ['GET', '/api/auth/logout', {}],
    ['HEAD', '/api/auth/logout', FOREIGN],
    ['OPTIONS', '/api/auth/logout', FOREIGN],
    ['POST', '/api/auth/logout', FOREIGN],
    ['GET', '/api/auth/logout/', FOREIGN],
    ['GET', '/API/Auth/Logout', FOREIGN],
    ['GET', '/api/index.php/auth/logout', FOREIGN],
    ['GET', '/api/auth/logout/x', FOREIGN],
  ] as const)('signs nobody out by %s %s with %j', async (method, path, headers) => {
    for (const role of ['owner', 'editor'] as const) {
      const { token } = await test.signIn(role)
      expect(await send(method, path, { ...cookie(token), ...headers })).toBe(403)
      expect(test.stand.seen).toHaveLength(0)
      expect(await send('GET', '/api/users/me', cookie(token))).toBe(200)
      test.stand.seen.length = 0
    }
  })
})

describe('signing out', () => {
  it.each([
    ['GET', { 'sec-fetch-site': 'same-origin' }],
    ['GET', { 'sec-fetch-site': 'none' }],
    ['POST', { 'sec-fetch-site': 'same-origin' }],
    ['POST', {}],
  ] as const)('works from our own pages by %s with %j', async (method, headers) => {
    const { token } = await test.signIn('viewer')
    expect(await send(method, '/api/auth/logout', { ...cookie(token), ...headers })).toBe(200)
    expect(await send('GET', '/api/users/me', cookie(token))).toBe(401)
  })
})
