import type { Cookies } from '@sveltejs/kit'
import { beforeEach, describe, expect, it } from 'vitest'
import { clicks, clickTraceOf } from './click.ts'

let stored: Map<string, { value: string; options: object }>
let cookies: Pick<Cookies, 'get' | 'set' | 'delete'>

beforeEach(() => {
  stored = new Map()
  cookies = {
    get: (name) => stored.get(name)?.value,
    set: (name, value, options) => void stored.set(name, { value, options }),
    delete: (name) => void stored.delete(name),
  }
})

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const ADA = { eventId: '11', userId: '7', hasScripts: true, traceparent: TRACEPARENT }
const at = (secure: boolean) => clicks(cookies as Cookies, secure)

describe('a click on Enable ticketing', () => {
  it('is remembered for its user and its event, once', () => {
    at(true).remember(ADA)
    expect(at(true).take('11', '7')).toEqual(ADA)
    expect(at(true).take('11', '7')).toBeNull()
  })

  it('remembers where it leads, and nothing that nobody chose', () => {
    at(true).remember({ ...ADA, action: 'attendees' })
    expect(at(true).take('11', '7')).toEqual({ ...ADA, action: 'attendees' })
    stored.set('__Host-tuvens-click-11', { value: `7.scripts.${TRACEPARENT}.elsewhere`, options: {} })
    expect(at(true).take('11', '7')).toEqual(ADA)
  })

  it.each([
    ['another event', '12', '7'],
    ['another user', '11', '8'],
  ])('is not that of %s', (_what, eventId, userId) => {
    at(true).remember(ADA)
    expect(at(true).take(eventId, userId)).toBeNull()
  })

  it.each(['', '7x', '.scripts', '8.scripts', '77.scripts'])('is not invented as %j', (value) => {
    stored.set('__Host-tuvens-click-11', { value, options: {} })
    expect(at(true).take('11', '7')).toBeNull()
  })

  it.each(['', '__Host-'])(
    'gives its trace to the request that comes back over the ticket origin (prefix %j)',
    (prefix) => {
      at(prefix !== '').remember(ADA)
      const name = `${prefix}tuvens-click-11`
      const headers = { cookie: `a=b; ${name}=${stored.get(name)?.value}` }
      expect(clickTraceOf({ url: '/event/11/enter?code_challenge=x', headers })).toBe(TRACEPARENT)
      expect(clickTraceOf({ url: '/event/11/enter', headers })).toBeUndefined()
      expect(clickTraceOf({ url: '/event/12/enter?code_challenge=x', headers })).toBeUndefined()
      expect(
        clickTraceOf({ url: '/event/11/enter?code_challenge=x', headers: { cookie: `${name}=7.scripts.x` } }),
      ).toBeUndefined()
    },
  )

  it.each([
    [true, '__Host-tuvens-click-11'],
    [false, 'tuvens-click-11'],
  ])('is a cookie that no script and no other site can use (https: %j)', (secure, name) => {
    at(secure).remember(ADA)
    expect(stored.get(name)?.options).toEqual({
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: 600,
    })
  })
})
