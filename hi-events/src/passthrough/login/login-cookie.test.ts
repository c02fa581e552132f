import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTicketStand, type TicketStand } from '../../../test-support/ticket-stand.ts'
import { loginCookie, noLoginCookie } from './login-cookie.ts'

const TICKET_ORIGIN = 'https://tickets.test'

let test: TicketStand
beforeAll(async () => {
  test = await startTicketStand({ TICKET_ORIGIN })
})
afterAll(() => test.stop())
afterEach(() => {
  test.stand.seen.length = 0
  test.stand.answer = (_request, response) => response.end('hello')
})

const received = () => test.stand.seen.at(-1)?.headers ?? {}
const ask = (cookie: string) => test.send('GET', '/api/users/me', { cookie })

describe('the login cookie of people who come by https', () => {
  it('is not taken from another host of the same site, which can set one without the prefix', async () => {
    const [planted, own] = [await test.signIn('owner'), await test.signIn('owner')]
    await ask(`token=${planted.token}`)
    expect([received().authorization, received().cookie]).toEqual([undefined, undefined])
    await ask(`token=${planted.token}; __Host-token=${own.token}; locale=nl`)
    expect(received().authorization).toBe(`Bearer ${own.upstreamToken}`)
    expect(received().cookie).toBe(`token=${own.upstreamToken}; locale=nl`)
  })

  it('is what a browser gets for the token of a sign-in', async () => {
    test.stand.answer = (_request, response) =>
      response.writeHead(200, { 'set-cookie': 'token=a.b.c; path=/; secure; httponly' }).end()
    const [set = '', ...others] = (await test.send('POST', '/auth/login')).headers.getSetCookie()
    const [, token = ''] = /^__Host-token=([\w-]{43});/.exec(set) ?? []
    expect([set, others]).toEqual([loginCookie(TICKET_ORIGIN, token), []])
    await ask(`__Host-token=${token}`)
    expect(received().authorization).toBe('Bearer a.b.c')
  })

  it.each(['/auth/logout', '/api/auth/logout'])(
    'goes when the ticket system takes its own, at %s',
    async (path) => {
      const { token } = await test.signInDirectly()
      test.stand.answer = (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'token=; path=/; max-age=0' })
          .end('{}')
      const answer = await test.send('POST', path, { cookie: `__Host-token=${token}` })
      expect(answer.headers.getSetCookie()).toContain(noLoginCookie(TICKET_ORIGIN))
    },
  )
})
