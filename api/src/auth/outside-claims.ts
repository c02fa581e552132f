import { ServiceError } from '@tuvens/contract'
import type { JWTPayload } from 'jose'
import type { OutsideIssuer } from '../base/config.ts'

/** OpenID Connect Core 2 allows 255 characters. */
const MAX_SUBJECT_LENGTH = 255
const MAX_EMAIL_LENGTH = 254
const MAX_NAME_LENGTH = 100
const YEAR_SECONDS = 366 * 24 * 3600
/** Control characters, line separators and half surrogate pairs: no identifier needs them, and PostgreSQL stores no NUL. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u
const EMAIL = /^[^\s@]+@[^\s@]+$/
/** Claims of ID tokens and logout tokens, and of tokens that are bound to a key which a bearer does not prove. */
const FOREIGN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'cnf']

/** What is used of an outside issuer's token. `isEmailVerified` is true only when the issuer says so. */
export type PersonClaims = { subject: string; email?: string; name?: string; isEmailVerified: boolean }

/** Times are in seconds. */
type ClaimRules = Pick<OutsideIssuer, 'audience' | 'clientIds'> & { now: number; tolerance: number }

/**
 * Checks the claims of a token whose signature, issuer, audience and expiry are valid already (RFC 9068 4).
 *
 * @throws ServiceError TOKEN_INVALID
 */
export function personOf(payload: JWTPayload, rules: ClaimRules): PersonClaims {
  const isForeign = FOREIGN_CLAIMS.some((claim) => Object.hasOwn(payload, claim))
  if (isForeign || !isForOurClient(payload, rules) || !hasSaneTimes(payload, rules)) throw invalid()
  const { sub = '', email, name, email_verified: verified } = payload
  if (!isIdentifier(sub)) throw invalid('This access token names no user')
  if (verified === false || verified === 'false') throw invalid('The e-mail of this user is not verified')
  return {
    subject: sub,
    isEmailVerified: verified === true,
    ...(isEmail(email) && { email }),
    ...(typeof name === 'string' && isName(name) && { name: name.trim() }),
  }
}

function invalid(message?: string): ServiceError {
  return new ServiceError('TOKEN_INVALID', message === undefined ? {} : { message })
}

/** A token that another client of the issuer got is not for us. A missing client is accepted only when none is configured. */
function isForOurClient(
  { azp, client_id: clientId }: JWTPayload,
  { audience, clientIds }: ClaimRules,
): boolean {
  const named = [azp, clientId].filter((each) => each !== undefined)
  const allowed = clientIds.length > 0 ? clientIds : [audience]
  const isNamed = named.length > 0 || clientIds.length === 0
  return isNamed && named.every((each) => typeof each === 'string' && allowed.includes(each))
}

function hasSaneTimes({ iat, nbf = 0, exp = 0 }: JWTPayload, { now, tolerance }: ClaimRules): boolean {
  const isIssued =
    iat === undefined || (typeof iat === 'number' && iat >= 0 && iat <= now + tolerance && iat < exp)
  return isIssued && nbf < exp && exp <= now + YEAR_SECONDS
}

function isIdentifier(subject: unknown): subject is string {
  return (
    typeof subject === 'string' &&
    subject.trim() !== '' &&
    subject.length <= MAX_SUBJECT_LENGTH &&
    !UNPRINTABLE.test(subject)
  )
}

function isEmail(email: unknown): email is string {
  return (
    typeof email === 'string' &&
    email.length <= MAX_EMAIL_LENGTH &&
    EMAIL.test(email) &&
    !UNPRINTABLE.test(email)
  )
}

function isName(name: string): boolean {
  return name.trim() !== '' && name.length <= MAX_NAME_LENGTH && !UNPRINTABLE.test(name)
}
