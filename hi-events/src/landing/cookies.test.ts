import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createVault } from '../mapping/vault.ts'
import {
  arrivalCookie,
  continuationCookie,
  noArrival,
  noContinuation,
  readArrival,
  readContinuation,
} from './cookies.ts'

const vault = createVault(['a-key-of-the-tests'])
const at = (ticketOrigin: string) => ({ vault, config: { ticketOrigin } })
const [HTTPS, HTTP] = [at('https://tickets.test'), at('http://localhost:3002')]
const token = randomBytes(32).toString('base64url')
const form = { session_token: token }
/** What a browser sends that holds this cookie under a name. */
const holding = (cookie: string, name: string) => ({
  cookies: { [name]: cookie.slice(cookie.indexOf('=') + 1).split(';', 1)[0] ?? '' },
})

describe('the cookies of a landing that waits', () => {
  it.each([
    ['belong to this host alone when people come by https', HTTPS, '__Host-', '; Secure'],
    ['have no prefix on plain http, where browsers refuse it', HTTP, '', ''],
  ])('%s', (_name, context, prefix, secure) => {
    const end = `HttpOnly; SameSite=Lax${secure}$`
    const set = (name: string, seconds: number) =>
      new RegExp(`^${prefix}${name}=[\\w-]*; Path=/; Max-Age=${seconds}; ${end}`)
    expect(continuationCookie(context, token)).toMatch(set('tuvens_landing', 900))
    expect(noContinuation(context)).toMatch(set('tuvens_landing', 0))
    expect(arrivalCookie(context, form)).toMatch(set('tuvens_arrival', 60))
    expect(noArrival(context)).toMatch(set('tuvens_arrival', 0))
  })

  it('are read by the name that this host sets, and by no other', () => {
    const [landing, arrival] = [continuationCookie(HTTPS, token), arrivalCookie(HTTPS, form)]
    expect(readContinuation(HTTPS, holding(landing, '__Host-tuvens_landing'))).toBe(token)
    expect(readArrival(HTTPS, holding(arrival, '__Host-tuvens_arrival'))).toEqual(form)
    expect(readContinuation(HTTPS, holding(landing, 'tuvens_landing'))).toBeNull()
    expect(readArrival(HTTPS, holding(arrival, 'tuvens_arrival'))).toEqual({})
    expect(readContinuation(HTTP, holding(landing, 'tuvens_landing'))).toBe(token)
  })
})
