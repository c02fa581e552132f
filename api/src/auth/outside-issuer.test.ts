import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'

const ISSUER = 'https://login.example'
const AUDIENCE = 'tuvens'

describe('an outside issuer', () => {
  let world: TestWorld
  let issuer: Server
  let jwksUrl: string
  let isUp = true
  const keys = { rsa: generateKeyPair('RS256'), ec: generateKeyPair('ES256') }

  beforeAll(async () => {
    const published = await Promise.all(
      Object.entries(keys).map(async ([kid, pair]) => ({
        ...(await exportJWK((await pair).publicKey)),
        kid,
      })),
    )
    issuer = createServer((_request, response) => {
      response.writeHead(isUp ? 200 : 503, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ keys: published }))
    })
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
    jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks`
    world = await startWorld(settings())
  })
  afterAll(async () => {
    await world.end()
    issuer.close()
  })

  const settings = () => ({
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_JWKS_URL: jwksUrl,
    AUTH_SIGNING_KEYS: '',
  })
  const tokenFor = async (
    subject: string,
    change: Record<string, unknown> = {},
    kid: 'rsa' | 'ec' = 'rsa',
  ) => {
    const now = Math.floor(Date.now() / 1000)
    const payload = { iss: ISSUER, aud: AUDIENCE, sub: subject, iat: now, exp: now + 60, ...change }
    const alg = kid === 'rsa' ? 'RS256' : 'ES256'
    return new SignJWT(payload)
      .setProtectedHeader({ alg, kid, typ: 'at+jwt' })
      .sign((await keys[kid]).privateKey)
  }
  const me = async (token: string, api = world.api) =>
    api.app.inject({ url: '/api/auth/me', headers: { authorization: `Bearer ${token}` } })

  it('creates one user with an account for a new subject, also for simultaneous requests', async () => {
    const person = { email: 'ida@example.com', name: 'Ida' }
    const [first, second] = await Promise.all([
      me(await tokenFor('auth0|ida', person)),
      me(await tokenFor('auth0|ida', person, 'ec')),
    ])
    expect(first.json()).toMatchObject({ user: person, accounts: [{ role: 'owner', is_default: true }] })
    expect(second.json()).toEqual(first.json())
  })

  it('identifies users by subject, never by e-mail', async () => {
    const one = (await me(await tokenFor('one', { email: 'same@example.com' }))).json()
    const two = (await me(await tokenFor('two', { email: 'same@example.com' }))).json()
    expect(one.user.id).not.toBe(two.user.id)
    expect(one.accounts[0].account_id).not.toBe(two.accounts[0].account_id)
  })

  it('takes over a changed name or e-mail from the token', async () => {
    const before = (await me(await tokenFor('changes', { email: 'a@example.com', name: 'A' }))).json()
    const after = (await me(await tokenFor('changes', { email: 'b@example.com', name: 'B' }))).json()
    expect(after.user).toEqual({ id: before.user.id, email: 'b@example.com', name: 'B' })
  })

  it('refuses a new subject without an e-mail', async () => {
    const answer = await me(await tokenFor('nameless'))
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'TOKEN_INVALID'])
  })

  it.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'other' }],
  ])('refuses a token of %s', async (_case, change) => {
    expect((await me(await tokenFor('x', { email: 'x@example.com', ...change }))).json().code).toBe(
      'TOKEN_INVALID',
    )
  })

  it('refuses a token with a symmetric algorithm', async () => {
    const secret = Buffer.from(JSON.stringify(await exportJWK((await keys.rsa).publicKey)))
    const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'x', email: 'x@example.com' })
      .setProtectedHeader({ alg: 'HS256', kid: 'rsa', typ: 'at+jwt' })
      .setExpirationTime('1m')
      .sign(secret)
    expect((await me(token)).json().code).toBe('TOKEN_INVALID')
  })

  it('switches off the sign-in of the API', async () => {
    const paths = ['register', 'login', 'refresh', 'logout'].map((each) => `/api/auth/${each}`)
    const answers = await Promise.all(
      paths.map((url) => world.api.app.inject({ method: 'POST', url, payload: {} })),
    )
    expect(answers.map((each) => each.statusCode)).toEqual([404, 404, 404, 404])
  })

  it('answers 503 while the issuer does not publish its keys', async () => {
    const fresh = await TestApi.start(world.database.url, settings())
    isUp = false
    try {
      const answer = await me(await tokenFor('down', { email: 'down@example.com' }), fresh)
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
      expect(answer.headers['retry-after']).toBe('2')
    } finally {
      isUp = true
      await fresh.stop()
    }
  })
})
