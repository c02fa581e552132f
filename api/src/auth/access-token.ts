import { ServiceError } from '@tuvens/contract'
import type { Clock } from '@tuvens/platform/clock'
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
  SignJWT,
} from 'jose'
import { randomUUID } from 'node:crypto'
import type { Config, OutsideIssuer, Secrets } from '../base/config.ts'
import { type SigningKey, signingKeyOf } from './signing-key.ts'

/** The claims of a verified token. `subject` is a Tuvens user id, or the outside issuer's identifier of a person. */
export type AccessTokenClaims = {
  issuer: string
  subject: string
  email?: string
  name?: string
  /** Whether the issuer states that it verified the e-mail (OpenID Connect Core 5.1). */
  isEmailVerified: boolean
}

export type AccessTokens = ReturnType<typeof createTokens>

export const ACCESS_TOKEN_SECONDS = 900
export const AUDIENCE = 'tuvens-api'
const OWN_ALGORITHM = 'EdDSA'
const TOKEN_TYPE = 'at+jwt'
/** Neither HMAC, which would accept a public key as its secret, nor `none`, which accepts anything. */
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
const CLOCK_TOLERANCE_SECONDS = 5

/** Asked to issue a token although an outside issuer does that: a bug in the caller. */
export class NoSigningKeyError extends Error {
  override name = 'NoSigningKeyError'
}

export function createTokens({ apiUrl, outsideIssuer }: Config, { signingKeys }: Secrets, clock: Clock) {
  const keys = Promise.all(signingKeys.map(signingKeyOf))
  const getKey = outsideIssuer === null ? localKeys(keys) : remoteKeys(outsideIssuer)
  const rules = outsideIssuer === null ? ownRules(apiUrl) : outsideRules(outsideIssuer)
  return {
    issue: async (userId: string) => sign(await keys, { userId, issuer: apiUrl, now: clock.now() }),
    /** @throws ServiceError TOKEN_INVALID, TOKEN_EXPIRED, or SERVICE_UNAVAILABLE when the keys cannot be fetched */
    verify: async (token: string) => claimsOf(await verify({ token, getKey, rules, clock })),
    publicKeys: async () => ({ keys: (await keys).map((key) => key.publicJwk) }),
  }
}

function ownRules(issuer: string): JWTVerifyOptions {
  return { algorithms: [OWN_ALGORITHM], issuer, audience: AUDIENCE, typ: TOKEN_TYPE }
}

function outsideRules({ issuer, audience }: OutsideIssuer): JWTVerifyOptions {
  return { algorithms: ASYMMETRIC, issuer, audience }
}

function localKeys(keys: Promise<SigningKey[]>): JWTVerifyGetKey {
  const set = keys.then((all) => createLocalJWKSet({ keys: all.map((key) => key.publicJwk) }))
  return async (header, token) => (await set)(header, token)
}

function remoteKeys({ jwksUrl }: OutsideIssuer): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3000 })
}

async function sign(
  keys: SigningKey[],
  token: { userId: string; issuer: string; now: number },
): Promise<string> {
  const [key] = keys
  if (key === undefined) throw new NoSigningKeyError('an outside issuer signs users in')
  const issuedAt = Math.floor(token.now / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: OWN_ALGORITHM, kid: key.kid, typ: TOKEN_TYPE })
    .setIssuer(token.issuer)
    .setAudience(AUDIENCE)
    .setSubject(token.userId)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .sign(key.privateKey)
}

type Verification = { token: string; getKey: JWTVerifyGetKey; rules: JWTVerifyOptions; clock: Clock }

async function verify({ token, getKey, rules, clock }: Verification): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, getKey, {
      ...rules,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
    })
    return payload
  } catch (cause) {
    throw refusalOf(cause)
  }
}

function refusalOf(cause: unknown): ServiceError {
  if (cause instanceof errors.JWTExpired) return new ServiceError('TOKEN_EXPIRED', { cause })
  const isTokenFault = cause instanceof errors.JOSEError && !(cause instanceof errors.JWKSTimeout)
  if (isTokenFault && cause.code !== 'ERR_JOSE_GENERIC') return new ServiceError('TOKEN_INVALID', { cause })
  return new ServiceError('SERVICE_UNAVAILABLE', { cause, retryAfter: 2 })
}

function claimsOf({ iss = '', sub = '', email, name, email_verified }: JWTPayload): AccessTokenClaims {
  return {
    issuer: iss,
    subject: sub,
    ...(typeof email === 'string' && { email }),
    ...(typeof name === 'string' && { name }),
    isEmailVerified: email_verified === true,
  }
}
