import { HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECRET, startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'

const URL = '/api/cross-app/validate-session'
const NEW = 'a-new-secret-of-the-tests'
const payload = { session_token: 'x'.repeat(43) }
const body = JSON.stringify(payload)

/** The older form of spec 2.1. */
function signLegacy(covered: string) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', SECRET).update(`${timestamp}.${covered}`).digest('hex')
  return { [HEADERS.timestamp]: timestamp, [HEADERS.signature]: signature }
}

describe('service credentials', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.end())

  const call = async (
    headers: Record<string, string>,
    change: { body?: string; url?: string } = {},
    api = world.api,
  ) => {
    const answer = await api.app.inject({
      method: 'POST',
      url: change.url ?? URL,
      headers: { 'content-type': 'application/json', ...headers },
      payload: change.body ?? body,
    })
    return answer.json().code
  }
  const sign = (secret: string, text = body, now = Date.now(), path = URL) =>
    signRequest([secret], { method: 'POST', path, body: text }, now)

  it('accepts a signature over the method, the path and the body', async () => {
    expect(await call(sign(SECRET))).toBe('SESSION_NOT_FOUND')
  })

  it('refuses a body that was signed for another route', async () => {
    const revoke = sign(SECRET, body, Date.now(), '/api/cross-app/revoke-session')
    expect(await call(revoke)).toBe('SIGNATURE_INVALID')
    expect(await call(sign(SECRET), { url: '/api/cross-app/revoke-session' })).toBe('SIGNATURE_INVALID')
    expect(await call(sign(SECRET), { url: `${URL}?x=1` })).toBe('SIGNATURE_INVALID')
  })

  it.each([
    ['nothing', {}, 'SERVICE_CREDENTIAL_REQUIRED'],
    ['the plain secret', { 'x-shared-secret': SECRET }, 'SIGNATURE_REQUIRED'],
    ['a wrong plain secret', { 'x-shared-secret': `${SECRET}x` }, 'SIGNATURE_REQUIRED'],
    ['a signature that covers the body alone', signLegacy(body), 'SIGNATURE_INVALID'],
    ['a user’s token', { authorization: 'Bearer x' }, 'SERVICE_CREDENTIAL_REQUIRED'],
    ['a signature without a time', { [HEADERS.signature]: '0'.repeat(64) }, 'SIGNATURE_REQUIRED'],
    ['a time without a signature', { [HEADERS.timestamp]: '1' }, 'SIGNATURE_REQUIRED'],
    ['a wrong signature', { ...sign('another-secret-entirely') }, 'SIGNATURE_INVALID'],
    ['a signature that is no hex', { ...sign(SECRET), [HEADERS.signature]: 'zz' }, 'SIGNATURE_INVALID'],
    [
      'a good secret beside a wrong signature',
      { ...sign('another-secret-entirely'), 'x-shared-secret': SECRET },
      'SIGNATURE_INVALID',
    ],
    ['a signature of another body', { ...sign(SECRET, '{}') }, 'SIGNATURE_INVALID'],
    ['an old signature', { ...sign(SECRET, body, Date.now() - 302_000) }, 'SIGNATURE_EXPIRED'],
    ['a signature from the future', { ...sign(SECRET, body, Date.now() + 400_000) }, 'SIGNATURE_EXPIRED'],
  ])('refuses %s', async (_case, headers, code) => {
    expect(await call(headers)).toBe(code)
  })

  it('checks the credential before the body', async () => {
    for (const nonsense of ['{"nonsense": true}', '{', '['.repeat(100_000), '\0'])
      expect(await call(sign('another-secret-entirely'), { body: nonsense })).toBe('SIGNATURE_INVALID')
  })

  it('checks the method, path and query of a signed call without a body', async () => {
    const path = `/api/cross-app/user-accounts?session_token=${'x'.repeat(43)}`
    const get = (headers: Record<string, string>) => world.api.app.inject({ url: path, headers })
    const good = signRequest([SECRET], { method: 'GET', path, body: '' }, Date.now())
    expect((await get(good)).json().code).toBe('SESSION_NOT_FOUND')
    const other = signRequest(
      [SECRET],
      { method: 'GET', path: '/api/cross-app/user-accounts', body: '' },
      Date.now(),
    )
    expect((await get(other)).json().code).toBe('SIGNATURE_INVALID')
    const empty = signRequest([SECRET], { method: 'GET', path, body: `${Date.now()}` }, Date.now())
    expect((await get(empty)).json().code).toBe('SIGNATURE_INVALID')
  })

  it('refuses the plain secret on a route that requires a signature', async () => {
    const code = {
      url: '/api/service/hi-events/session/validate',
      body: JSON.stringify({ code: 'x'.repeat(43) }),
    }
    expect(await call({ 'x-shared-secret': SECRET }, code)).toBe('SIGNATURE_REQUIRED')
    expect(await call(sign(SECRET, code.body, Date.now(), code.url), code)).toBe('SESSION_NOT_FOUND')
  })

  it('accepts the path that a proxy in front has shortened, and the short one', async () => {
    const proxied = await TestApi.start(world.database.url, { SIGNED_PATH_PREFIX: '/tuvens' })
    const at = (path: string) => call(sign(SECRET, body, Date.now(), path), {}, proxied)
    expect(await at(`/tuvens${URL}`)).toBe('SESSION_NOT_FOUND')
    expect(await at(URL)).toBe('SESSION_NOT_FOUND')
    expect(await at(`/other${URL}`)).toBe('SIGNATURE_INVALID')
    expect(await call(sign(SECRET, body, Date.now(), `/tuvens${URL}`))).toBe('SIGNATURE_INVALID')
    await proxied.stop()
  })

  describe('of a fork that uses the older forms, with ALLOW_LEGACY_S2S', () => {
    let legacy: TestApi
    beforeAll(async () => {
      legacy = await TestApi.start(world.database.url, { ALLOW_LEGACY_S2S: 'true' })
    })
    afterAll(() => legacy.stop())
    const SIGNED = '/api/service/hi-events/session/validate'
    const session = async () => world.api.session(await world.api.person('Olga Organiser'))
    const validate = async (api: TestApi, url: string, isSigned: boolean) => {
      const token = await session()
      const text = JSON.stringify(url === SIGNED ? { code: token } : { session_token: token })
      const headers = isSigned ? signLegacy(text) : { 'x-shared-secret': SECRET }
      const answer = await api.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: text,
      })
      return answer.json()
    }

    it.each([
      ['signed, as a code', SIGNED, true],
      ['signed, as a session token', URL, true],
      ['plain, as a session token', URL, false],
    ])('consumes a session %s, with the same response', async (_form, url, isSigned) => {
      expect(await validate(legacy, url, isSigned)).toMatchObject({
        valid: true,
        name: 'Olga Organiser',
        user_data: { name: 'Olga Organiser' },
      })
    })

    it('consumes a session once, whichever route is used first', async () => {
      const token = await session()
      const asCode = JSON.stringify({ code: token })
      const asToken = JSON.stringify({ session_token: token })
      expect(await call(signLegacy(asCode), { url: SIGNED, body: asCode }, legacy)).toBeUndefined()
      expect(await call({ 'x-shared-secret': SECRET }, { body: asToken }, legacy)).toBe(
        'SESSION_ALREADY_USED',
      )
    })

    it('accepts a signature over the method and path of a call without a body', async () => {
      const path = `/api/cross-app/user-accounts?session_token=${'x'.repeat(43)}`
      const get = (headers: Record<string, string>) => legacy.app.inject({ url: path, headers })
      expect((await get(signLegacy(`GET ${path}`))).json().code).toBe('SESSION_NOT_FOUND')
      expect((await get(signLegacy(''))).json().code).toBe('SIGNATURE_INVALID')
    })

    it.each([
      ['a wrong secret', `${SECRET}x`],
      ['an empty secret', ''],
    ])('refuses %s', async (_case, secret) => {
      expect(await call({ 'x-shared-secret': secret }, {}, legacy)).toBe('SERVICE_CREDENTIAL_INVALID')
    })

    it('does not consume a session when older forms are not allowed', async () => {
      const token = await session()
      const text = JSON.stringify({ session_token: token })
      expect(await call({ 'x-shared-secret': SECRET }, { body: text })).toBe('SIGNATURE_REQUIRED')
      expect(await call(signLegacy(text), { body: text })).toBe('SIGNATURE_INVALID')
      expect(await call(sign(SECRET, text), { body: text })).toBeUndefined()
    })

    it('allows the plain secret for reading accounts and permissions but not for changing links', async () => {
      const plain = { 'x-shared-secret': SECRET }
      const token = await world.api.usedSession(await world.api.person())
      const accounts = await legacy.app.inject({
        url: '/api/cross-app/user-accounts',
        headers: { ...plain, 'x-session-token': token },
      })
      expect(accounts.statusCode).toBe(200)
      const asked = JSON.stringify({ session_token: token, permission: 'manage_ticketing' })
      const permission = { url: '/api/cross-app/validate-permission', body: asked }
      expect(await call(plain, permission, legacy)).toBeUndefined()
      const link = await legacy.app.inject({
        method: 'PUT',
        url: '/api/cross-app/links/1',
        headers: { ...plain, 'content-type': 'application/json' },
        payload: {},
      })
      expect(link.json().code).toBe('SIGNATURE_REQUIRED')
    })
  })

  it('accepts the old and the new secret during a rotation', async () => {
    const both = await TestApi.start(world.database.url, { HI_EVENTS_SHARED_SECRET: `${NEW},${SECRET}` })
    for (const secret of [NEW, SECRET]) {
      expect(await call(sign(secret), {}, both)).toBe('SESSION_NOT_FOUND')
    }
    await both.stop()
  })

  it('refuses an on-behalf-of header that is no user id', async () => {
    const answer = await call({ ...sign(SECRET), [HEADERS.onBehalfOf]: '1; drop table users' })
    expect(answer).toBe('VALIDATION_ERROR')
  })
})
