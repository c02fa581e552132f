import { ServiceError } from '@tuvens/contract'
import type { Clock } from '@tuvens/platform/clock'
import {
  createLocalJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
  SignJWT,
} from 'jose'
import { randomUUID } from 'node:crypto'
import type { Config, OutsideIssuer, Secrets } from '../base/config.ts'
import { createIssuerKeys } from './issuer-keys.ts'
import { type PersonClaims, personOf } from './outside-claims.ts'
import { type SigningKey, signingKeyOf } from './signing-key.ts'
import { SIGNATURE_ALGORITHMS } from './strong-key.ts'
import { checkTokenHeader } from './token-header.ts'

/**
 * The claims of a verified token. `subject` is a Tuvens user id, or the outside issuer's identifier of a person; `signInId`
 * is the sign-in in which an own token was issued.
 */
export type AccessTokenClaims = PersonClaims & { issuer: string; signInId?: string }

/** Whose tokens are accepted, and by which rules. */
type TrustedIssuer = {
  getKey: JWTVerifyGetKey
  /** Accepted values of `typ`. */
  types: readonly string[]
  rules: JWTVerifyOptions
  personOf: (payload: JWTPayload) => PersonClaims & { signInId?: string }
}

export type AccessTokens = ReturnType<typeof createTokens>

export const ACCESS_TOKEN_SECONDS = 900
export const AUDIENCE = 'tuvens-api'
const OWN_ALGORITHM = 'EdDSA'
const TOKEN_TYPE = 'at+jwt'
const CLOCK_TOLERANCE_SECONDS = 5

/** Asked to issue a token although an outside issuer does that: a bug in the caller. */
export class NoSigningKeyError extends Error {
  override name = 'NoSigningKeyError'
}

export function createTokens({ apiUrl, outsideIssuer }: Config, { signingKeys }: Secrets, clock: Clock) {
  const keys = Promise.all(signingKeys.map(signingKeyOf))
  const trusted = outsideIssuer === null ? ownIssuer(apiUrl, keys) : outsideIssuerOf(outsideIssuer, clock)
  return {
    issue: async (person: { userId: string; signInId: string }) =>
      sign(await keys, { ...person, issuer: apiUrl, now: clock.now() }),
    /** @throws ServiceError TOKEN_INVALID, TOKEN_EXPIRED, or SERVICE_UNAVAILABLE when the keys cannot be fetched */
    verify: async (token: string) => verify(trusted, token, clock),
    publicKeys: async () => ({ keys: (await keys).map((key) => key.publicJwk) }),
  }
}

function ownIssuer(apiUrl: string, keys: Promise<SigningKey[]>): TrustedIssuer {
  return {
    getKey: localKeys(keys),
    types: [TOKEN_TYPE],
    rules: { algorithms: [OWN_ALGORITHM], issuer: apiUrl, audience: AUDIENCE },
    personOf: ({ sub = '', sid }) => ({
      subject: sub,
      isEmailVerified: false,
      ...(typeof sid === 'string' && { signInId: sid }),
    }),
  }
}

function outsideIssuerOf(outside: OutsideIssuer, clock: Clock): TrustedIssuer {
  const { issuer, audience, clientIds, tokenTypes } = outside
  return {
    getKey: createIssuerKeys(outside.jwksUrl),
    types: tokenTypes,
    rules: { algorithms: [...SIGNATURE_ALGORITHMS], issuer, audience },
    personOf: (payload) =>
      personOf(payload, { audience, clientIds, now: clock.now() / 1000, tolerance: CLOCK_TOLERANCE_SECONDS }),
  }
}

function localKeys(keys: Promise<SigningKey[]>): JWTVerifyGetKey {
  const set = keys.then((all) => createLocalJWKSet({ keys: all.map((key) => key.publicJwk) }))
  return async (header, token) => (await set)(header, token)
}

async function sign(
  keys: SigningKey[],
  token: { userId: string; signInId: string; issuer: string; now: number },
): Promise<string> {
  const [key] = keys
  if (key === undefined) throw new NoSigningKeyError('an outside issuer signs users in')
  const issuedAt = Math.floor(token.now / 1000)
  return new SignJWT({ sid: token.signInId })
    .setProtectedHeader({ alg: OWN_ALGORITHM, kid: key.kid, typ: TOKEN_TYPE })
    .setIssuer(token.issuer)
    .setAudience(AUDIENCE)
    .setSubject(token.userId)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
    .sign(key.privateKey)
}

async function verify(trusted: TrustedIssuer, token: string, clock: Clock): Promise<AccessTokenClaims> {
  checkTokenHeader(token, trusted.types)
  try {
    const { payload } = await jwtVerify(token, trusted.getKey, {
      ...trusted.rules,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
    })
    return { issuer: payload.iss ?? '', ...trusted.personOf(payload) }
  } catch (cause) {
    throw refusalOf(cause)
  }
}

/** Whatever a token makes the library throw is the fault of the token; only unreachable keys are not. */
function refusalOf(cause: unknown): ServiceError {
  if (cause instanceof ServiceError) return cause
  return new ServiceError(cause instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', { cause })
}
