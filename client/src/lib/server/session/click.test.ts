import type { Cookies } from '@sveltejs/kit'
import { beforeEach, describe, expect, it } from 'vitest'
import { clicks } from './click.ts'

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

const ADA = { eventId: '11', userId: '7', hasScripts: true }
const at = (secure: boolean) => clicks(cookies as Cookies, secure)

describe('a click on Enable ticketing', () => {
  it('is remembered for its user and its event, once', () => {
    at(true).remember(ADA)
    expect(at(true).take('11', '7')).toEqual(ADA)
    expect(at(true).take('11', '7')).toBeNull()
  })

  it.each([
    ['another event', '12', '7'],
    ['another user', '11', '8'],
  ])('is not that of %s', (_what, eventId, userId) => {
    at(true).remember(ADA)
    expect(at(true).take(eventId, userId)).toBeNull()
  })

  it.each(['7', '7.', '7.yes', '.scripts', '7.scripts.x'])('is not invented as %j', (value) => {
    stored.set('__Host-tuvens-click-11', { value, options: {} })
    expect(at(true).take('11', '7')).toBeNull()
  })

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
