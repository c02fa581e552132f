import { decodeJwt, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { createPublicKey, type JsonWebKey, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestUser, SEED, startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'
import { AUDIENCE } from './access-token.ts'
import { signingKeyOf, type SigningKey } from './signing-key.ts'

const ISSUER = 'http://localhost:3001'

describe('access tokens', () => {
  let world: TestWorld
  let person: TestUser
  let own: SigningKey
  beforeAll(async () => {
    world = await startWorld()
    person = await world.api.person()
    own = await signingKeyOf(Buffer.from(SEED, 'base64url'))
  })
  afterAll(() => world.end())

  const codeOf = async (token: string, api = world.api) => {
    const answer = await api.app.inject({
      url: '/api/auth/me',
      headers: { authorization: `Bearer ${token}` },
    })
    if (answer.statusCode !== 200) expect(answer.body).not.toContain(token.split('.')[1] ?? token)
    return answer.statusCode === 200 ? 'ok' : answer.json().code
  }
  const claims = (change: Record<string, unknown> = {}) => {
    const now = Math.floor(Date.now() / 1000)
    return {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: person.id,
      sid: decodeJwt(person.token)['sid'],
      iat: now,
      exp: now + 60,
      ...change,
    }
  }
  const signed = (
    payload: Record<string, unknown>,
    header: Record<string, unknown> = {},
    key = own.privateKey,
  ) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: 'EdDSA', kid: own.kid, typ: 'at+jwt', ...header })
      .sign(key)

  it('are taken when they are ours', async () => {
    expect(await codeOf(person.token)).toBe('ok')
    expect(await codeOf(await signed(claims()))).toBe('ok')
  })

  it('are refused without a signature (alg none), in any spelling', async () => {
    const unsecured = new UnsecuredJWT(claims()).encode()
    const [, payload] = unsecured.split('.')
    const spelt = ['none', 'None', 'NONE', 'nOnE'].map((alg) => {
      const header = Buffer.from(JSON.stringify({ alg, kid: own.kid, typ: 'at+jwt' })).toString('base64url')
      return `${header}.${payload}.`
    })
    for (const token of [unsecured, ...spelt]) expect(await codeOf(token)).toBe('TOKEN_INVALID')
  })

  it('refuses a token signed with the public key as an HMAC secret', async () => {
    const publicKey = createPublicKey({
      key: own.publicJwk as JsonWebKey,
      format: 'jwk',
    })
    const secrets = [
      Buffer.from(await exportSPKI(publicKey)),
      publicKey.export({ type: 'spki', format: 'der' }),
      Buffer.from(own.publicJwk.x ?? '', 'base64url'),
      Buffer.from(JSON.stringify(own.publicJwk)),
    ]
    for (const secret of secrets) {
      const token = await new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: own.kid, typ: 'at+jwt' })
        .sign(secret)
      expect(await codeOf(token)).toBe('TOKEN_INVALID')
    }
  })

  it('refuses a token that brings its own key in the header', async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const jwk = await exportJWK(publicKey)
    const headers = [
      { jwk },
      { kid: 'unknown', jwk },
      { jku: 'http://127.0.0.1:9/jwks.json' },
      { x5u: 'http://127.0.0.1:9/' },
    ]
    for (const header of headers) {
      const token = await new SignJWT(claims())
        .setProtectedHeader({ alg: 'EdDSA', kid: own.kid, typ: 'at+jwt', ...header })
        .sign(privateKey)
      expect(await codeOf(token)).toBe('TOKEN_INVALID')
    }
  })

  it.each([
    ['an unknown kid', { kid: 'another' }],
    ['a kid that is a path', { kid: '../../etc/passwd' }],
    ['a kid that is SQL', { kid: "' or 1=1 --" }],
    ['the type of an ID token', { typ: 'JWT' }],
  ])('refuses a token with %s', async (_case, header) => {
    expect(await codeOf(await signed(claims(), header))).toBe('TOKEN_INVALID')
  })

  it('refuses a token with an unknown critical extension', async () => {
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'EdDSA', kid: own.kid, typ: 'at+jwt', crit: ['tenant'], tenant: 1 })
      .sign(own.privateKey, { crit: { tenant: true } })
    expect(await codeOf(token)).toBe('TOKEN_INVALID')
  })

  it.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'somebody-else' }],
    ['no subject', { sub: undefined }],
    ['a subject that is no user id', { sub: 'admin' }],
    ['no expiry', { exp: undefined }],
    ['a start time in the future', { nbf: Math.floor(Date.now() / 1000) + 600 }],
  ])('refuses a token with %s', async (_case, change) => {
    expect(await codeOf(await signed(claims(change)))).toBe('TOKEN_INVALID')
  })

  it('refuses an expired token', async () => {
    const past = Math.floor(Date.now() / 1000) - 10
    expect(await codeOf(await signed(claims({ exp: past })))).toBe('TOKEN_EXPIRED')
  })

  it('refuses a token with a changed payload or signature', async () => {
    const [header, payload = '', signature = ''] = person.token.split('.')
    const other = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...other, sub: '999' })).toString('base64url')
    expect(await codeOf(`${header}.${forged}.${signature}`)).toBe('TOKEN_INVALID')
    const flipped = Buffer.from(signature, 'base64url')
    flipped[0] = (flipped[0] ?? 0) ^ 1
    expect(await codeOf(`${header}.${payload}.${flipped.toString('base64url')}`)).toBe('TOKEN_INVALID')
  })

  it.each(['', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer a b', 'Bearer not.a.jwt', 'Bearer ....'])(
    'answers 401 to the authorization header %j',
    async (authorization) => {
      const answer = await world.api.app.inject({ url: '/api/auth/me', headers: { authorization } })
      expect(answer.statusCode).toBe(401)
    },
  )

  it('verifies with every signing key in the list and signs with the first', async () => {
    const fresh = randomBytes(32).toString('base64url')
    const rotated = await TestApi.start(world.database.url, { AUTH_SIGNING_KEYS: `${fresh},${SEED}` })
    const retired = await TestApi.start(world.database.url, { AUTH_SIGNING_KEYS: fresh })
    try {
      expect(await codeOf(person.token, rotated)).toBe('ok')
      expect(await codeOf(await rotated.tokenOf(person.id), retired)).toBe('ok')
      expect(await codeOf(person.token, retired)).toBe('TOKEN_INVALID')
      expect((await rotated.app.inject('/.well-known/jwks.json')).json().keys).toHaveLength(2)
    } finally {
      await Promise.all([rotated.stop(), retired.stop()])
    }
  })
})
