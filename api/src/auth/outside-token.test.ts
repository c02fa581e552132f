import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, TestApi, type TestWorld } from '../../test-support/api.ts'
import { AUDIENCE, compact, ISSUER, startIssuer, type TestIssuer } from '../../test-support/issuer.ts'
import vectors from '../../test-support/vectors/issuer-keys.json' with { type: 'json' }
import { personOf } from './outside-claims.ts'

const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
/** Every weak key of the table is published under its index. */
const WEAK = vectors.map(({ name, isStrong, jwk }, index) => ({ name, isStrong, jwk, kid: `weak-${index}` }))
const PUBLISHED = WEAK.filter(({ isStrong }) => !isStrong).map(({ jwk, kid }) =>
  typeof jwk === 'object' && jwk !== null && !Array.isArray(jwk) ? { kid, ...jwk } : jwk,
)
const SHORT = { ...short.publicKey.export({ format: 'jwk' }), kid: 'short' }

describe('a token of an outside issuer', () => {
  let world: TestWorld
  let issuer: TestIssuer
  beforeAll(async () => {
    issuer = await startIssuer([SHORT, ...PUBLISHED])
    world = await startWorld(issuer.settings)
  })
  afterAll(async () => {
    await world.end()
    issuer.close()
  })

  const me = async (token: string, api = world.api) => {
    const answer = await api.app.inject({
      url: '/api/auth/me',
      headers: { authorization: `Bearer ${token}` },
    })
    return [answer.statusCode, answer.json().code ?? 'ok'].join(' ')
  }
  const users = async () => (await world.database.db`select 1 from users`).length
  const now = () => Math.floor(Date.now() / 1000)

  it.each<[string, Record<string, unknown>]>([
    ['with the subject as its only identifier', { email: 'other@example.com' }],
    ['for several audiences', { aud: ['x', AUDIENCE] }],
    ['that names us as its client', { azp: AUDIENCE, client_id: AUDIENCE }],
    ['whose subject has 255 characters', { sub: 's'.repeat(255) }],
    ['with a name that cannot be shown', { name: 'a\0b' }],
    ['with an ID and a time that it is not valid before', { jti: 'a', nbf: 1 }],
    ['with a verified e-mail', { email_verified: true }],
  ])('is accepted %s', async (_what, change) => {
    expect(await me(await issuer.token(change))).toBe('200 ok')
  })

  it.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another issuer by its end', { iss: `${ISSUER}/` }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'other' }],
    ['no audience', { aud: undefined }],
    ['an audience that is no text', { aud: { tuvens: true } }],
    ['another client', { azp: 'another-app' }],
    ['another client by RFC 9068', { client_id: 'another-app' }],
    ['two clients', { azp: AUDIENCE, client_id: 'another-app' }],
    ['a client that is no text', { azp: [AUDIENCE] }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a blank subject', { sub: '  ' }],
    ['a subject with a NUL', { sub: 'a\0b' }],
    ['a subject with a line break', { sub: 'a\nb' }],
    ['a subject with half a surrogate pair', { sub: 'a\ud83cb' }],
    ['a subject of 256 characters', { sub: 's'.repeat(256) }],
    ['a subject that is a number', { sub: 7 }],
    ['a subject that is a list', { sub: ['a'] }],
    ['an e-mail that is not verified', { email_verified: false }],
    ['an e-mail that is not verified, as a text', { email_verified: 'false' }],
    ['a new user without an e-mail', { sub: 'nobody', email: undefined }],
    ['a new user with a NUL in the e-mail', { sub: 'nobody', email: 'a\0@example.com' }],
    ['a new user with an e-mail that is none', { sub: 'nobody', email: 'a b@c@d' }],
    [
      'a new user with an e-mail of 300 characters',
      { sub: 'nobody', email: `${'a'.repeat(290)}@example.com` },
    ],
    ['no expiry', { exp: undefined }],
    ['an expiry that is a text', { exp: '9999999999' }],
    ['an expiry in ten years', { exp: 2_100_000_000 }],
    ['an expiry beyond all dates', { exp: 1e300 }],
    ['a start in the future', { nbf: now() + 600 }],
    ['a start that is a text', { nbf: 'now' }],
    ['an issue in the future', { iat: now() + 600 }],
    ['an issue before all dates', { iat: -1 }],
    ['an issue that is a text', { iat: 'now' }],
    ['the nonce of an ID token', { nonce: 'n' }],
    ['the hash of an ID token', { at_hash: 'h' }],
    ['the events of a logout token', { events: {} }],
    ['a key that the bearer does not prove', { cnf: { jkt: 'k' } }],
  ])('is refused with %s', async (_what, change) => {
    const before = await users()
    expect(await me(await issuer.token(change))).toBe('401 TOKEN_INVALID')
    expect(await users()).toBe(before)
  })

  it('is refused when it has expired', async () => {
    expect(await me(await issuer.token({ exp: now() - 60, iat: now() - 120 }))).toBe('401 TOKEN_EXPIRED')
  })

  it.each<[string, Record<string, unknown>]>([
    ['an ID token', { typ: 'JWT' }],
    ['a logout token', { typ: 'logout+jwt' }],
    ['a DPoP proof', { typ: 'dpop+jwt' }],
    ['a token of no type', { typ: undefined }],
    ['a token of a type that is no text', { typ: ['at+jwt'] }],
    ['a token with a critical extension', { crit: ['exp'], exp: 1 }],
    ['a token with an empty list of critical extensions', { crit: [] }],
    ['a token of no algorithm', { alg: 'none' }],
    ['a token of no algorithm in capitals', { alg: 'NONE' }],
    ['a token of an HMAC', { alg: 'HS256' }],
    ['a token of an algorithm that is no text', { alg: 5 }],
    ['a token with an algorithm of another type of key', { alg: 'ES256' }],
    ['a token with an algorithm of another type of key', { alg: 'RS256', kid: 'ec' }],
    ['a token of an unknown key', { kid: 'unknown' }],
    ['a token of a key id that is no text', { kid: {} }],
    ['a token of a key id of 10,000 characters', { kid: 'k'.repeat(10_000) }],
    ['a token with a key of its own', { jwk: { kty: 'oct', k: 'AA' }, kid: 'mine' }],
    ['a token with an address of keys', { jku: 'http://127.0.0.1:1/jwks', kid: 'mine' }],
  ])('is refused when it is %s', async (_what, header) => {
    const token = compact(
      { alg: 'RS256', kid: 'rsa', typ: 'at+jwt', ...header },
      issuer.claimsOf(),
      Buffer.alloc(256, 1),
    )
    expect(await me(token)).toBe('401 TOKEN_INVALID')
  })

  it.each([
    ['nothing but dots', '..'],
    ['one part', 'abc'],
    ['two parts', 'abc.def'],
    ['four parts', 'a.b.c.d'],
    ['five parts, as an encrypted token', 'a.b.c.d.e'],
    ['parts that are no base64url', 'a+b.c/d.e='],
    ['a header that is no JSON', compact('{', {}, Buffer.from('x'))],
    ['a header that is a list', compact([], {}, Buffer.from('x'))],
    ['a header that is null', compact('null', {}, Buffer.from('x'))],
    ['a header of 100,000 brackets', compact('['.repeat(100_000), {}, Buffer.from('x'))],
    ['a header with a prototype', compact('{"__proto__":{"alg":"RS256"}}', {}, Buffer.from('x'))],
    ['a length of 20,000', `a.${'b'.repeat(20_000)}.c`],
  ])('is refused when it is %s', async (_what, token) => {
    expect(await me(token)).toBe('401 TOKEN_INVALID')
  })

  it.each(['{', '[]', 'null', '"x"', '{"exp":1e999}', '{"sub":"a"', '\ufeff{}'])(
    'is refused with the claims %j',
    async (claims) => {
      const input = compact({ alg: 'RS256', kid: 'rsa', typ: 'at+jwt' }, claims, Buffer.alloc(0))
      expect(await me(`${input}AAAA`)).toBe('401 TOKEN_INVALID')
    },
  )

  it('is accepted when it is signed with the other good key', async () => {
    expect(await me(await issuer.token({}, { alg: 'ES256', kid: 'ec' }))).toBe('200 ok')
  })

  it('is refused when it is signed with a key of 1024 bits', async () => {
    const input = compact({ alg: 'RS256', kid: 'short', typ: 'at+jwt' }, issuer.claimsOf(), Buffer.alloc(0))
    const signature = sign('sha256', Buffer.from(input.slice(0, -1)), short.privateKey)
    expect(await me(input + signature.toString('base64url'))).toBe('401 TOKEN_INVALID')
  })

  it('is refused when anybody could have signed it, because the exponent of its key is 1', async () => {
    const { kid = '' } = WEAK.find(({ name }) => name === 'RSA, e = 1') ?? {}
    const input = compact({ alg: 'RS256', kid, typ: 'at+jwt' }, issuer.claimsOf(), Buffer.alloc(0))
    expect(await me(input + paddedHashOf(input.slice(0, -1)).toString('base64url'))).toBe('401 TOKEN_INVALID')
  })

  it.each(WEAK.filter(({ isStrong }) => !isStrong))(
    'is refused when it names the key $name',
    async ({ kid }) => {
      for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
        const token = compact({ alg, kid, typ: 'at+jwt' }, issuer.claimsOf(), Buffer.alloc(64, 1))
        expect(await me(token)).toBe('401 TOKEN_INVALID')
      }
    },
  )

  it('may have another type or client where the settings say so', async () => {
    const api = await TestApi.start(world.database.url, {
      ...issuer.settings,
      AUTH_TOKEN_TYPES: 'at+jwt, JWT',
      AUTH_CLIENT_IDS: 'site,app',
    })
    const of = async (claims: object, header: object = {}) =>
      me(await issuer.token({ ...claims }, { ...header }), api)
    expect(await of({ azp: 'app' }, { typ: 'JWT' })).toBe('200 ok')
    expect(await of({ client_id: 'site' }, { typ: 'application/at+jwt' })).toBe('200 ok')
    expect(await of({ azp: AUDIENCE })).toBe('401 TOKEN_INVALID')
    expect(await of({})).toBe('401 TOKEN_INVALID')
    expect(await of({ azp: 'app', nonce: 'n' }, { typ: 'JWT' })).toBe('401 TOKEN_INVALID')
    await api.stop()
  })
})

it('a token whose times contradict each other is refused', () => {
  const rules = { audience: AUDIENCE, clientIds: [], now: 1000, tolerance: 5 }
  const isAccepted = (times: { iat?: number; nbf?: number; exp: number }) => {
    try {
      return personOf({ sub: 'a', ...times }, rules).subject === 'a'
    } catch {
      return false
    }
  }
  expect([{ exp: 1001 }, { iat: 1004, nbf: 1004, exp: 1005 }].map(isAccepted)).toEqual([true, true])
  const contradicting = [
    { iat: 1004, exp: 1004 },
    { nbf: 1004, exp: 1004 },
    { iat: 1006, exp: 2000 },
  ]
  expect(contradicting.map(isAccepted)).toEqual([false, false, false])
})

/** What RSASSA-PKCS1-v1_5 signs (RFC 8017 9.2): with the exponent 1 it is its own signature. */
function paddedHashOf(input: string): Buffer {
  const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex')
  const hash = createHash('sha256').update(input).digest()
  const end = Buffer.concat([Buffer.of(0), digestInfo, hash])
  return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(256 - 2 - end.length, 0xff), end])
}
