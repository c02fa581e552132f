import { HEADER_NAMES, inTarget, sendRaw, slowTexts } from '@tuvens/platform/test-support/growth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from '../test-support/harness.ts'

let test: Harness
let port: number
beforeAll(async () => {
  test = await startHarness()
  port = Number(new URL(test.url).port)
})
afterAll(() => test.stop())

const statuses = new Set<number>()
const send = async (request: Omit<Parameters<typeof sendRaw>[0], 'port'>) => {
  statuses.add(await sendRaw({ port, ...request }))
}
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
const JSON_BODY = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
const field = (name: string, text: string) => `${name}=${encodeURIComponent(text)}`

/** The ticket origin reads text of strangers here; each of these must cost time that is linear in it. */
describe('adversarial text of 16 kB costs linear time', () => {
  it.each([
    '/',
    '/a',
    '/api/',
    '/event/7/',
    '/widget/',
    '/embed/',
    '/embed/7?code=',
    '/hooks/hi-events/',
    '/auth/cross-app?return_url=',
    '/auth/cross-app/start?event_id=',
    '/auth/cross-app/start?return_url=https://',
  ])('in the target %s', async (before) => {
    expect(await slowTexts((text) => send({ target: before + inTarget(text) }))).toEqual([])
  })

  it.each([...HEADER_NAMES, 'upgrade', 'x-http-method-override', 'keep-alive', 'te', 'trailer'])(
    'in the header %s of a request that is passed on',
    async (name) => {
      const request = (text: string) => send({ target: '/event/7', headers: { [name]: text } })
      expect(await slowTexts(request)).toEqual([])
    },
  )

  it.each(HEADER_NAMES)('in the header %s of a request to us', async (name) => {
    const request = (text: string) => send({ target: '/embed/7', headers: { [name]: text } })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each(['token', 'tuvens_landing', '__Host-tuvens_landing', '__Host-tuvens_verifier', 'tuvens-x', 'a'])(
    'in the cookie %s',
    async (name) => {
      for (const target of ['/auth/cross-app', '/event/7'])
        expect(await slowTexts((text) => send({ target, headers: { cookie: `${name}=${text}` } }))).toEqual(
          [],
        )
    },
  )

  it.each([
    ['/auth/cross-app', 'session_token'],
    ['/auth/cross-app', 'return_url'],
    ['/auth/cross-app/sign-in', 'email'],
    ['/auth/cross-app/sign-in', 'password'],
    ['/auth/cross-app/choose', 'choice'],
    ['/embed/7', 'quantity.1'],
    ['/embed/7', 'code'],
    ['/embed/7/waiting-list', 'email'],
  ])('in a form to %s, in its field %s', async (target, name) => {
    const request = (text: string) => send({ method: 'POST', target, headers: FORM, body: field(name, text) })
    expect(await slowTexts(request)).toEqual([])
  })

  it.each([
    ['/api/auth/cross-app/validate', 'session_token'],
    ['/api/auth/cross-app/validate', 'return_url'],
    ['/hooks/hi-events/tenant-of-nobody', 'event_type'],
  ])('in JSON to %s, in its field %s', async (target, name) => {
    const request = (text: string) =>
      send({
        method: 'POST',
        target,
        headers: JSON_BODY,
        body: JSON.stringify({ [name]: text }),
      })
    expect(await slowTexts(request)).toEqual([])
  })

  it('and is read: no limit refused it before', () => {
    expect([...statuses]).not.toContain(429)
    expect([...statuses]).not.toContain(503)
  })
})
