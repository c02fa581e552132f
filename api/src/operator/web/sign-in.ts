import { ServiceError } from '@tuvens/contract'
import { clientKey } from '@tuvens/platform/limits/client'
import { createLimits } from '@tuvens/platform/limits/limit'
import type { FastifyRequest } from 'fastify'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Operator } from '../../base/operators.ts'
import { tokenHashOf } from '../../base/token-hash.ts'
import type { OperatorContext } from '../context.ts'
import { insertSignOut, isSignedOut } from './store.ts'

/** How long a sign-in by the browser lasts. */
export const SIGN_IN_SECONDS = 8 * 3600
const COOKIE = 'operator'

/**
 * Wrong tokens of one client, and of all: then right ones are refused, too, so that guessing never pays. A caller behind a
 * trusted proxy, or on its machine, may choose the address that it is counted by.
 */
const RULES = { wrongTokens: { points: 20, seconds: 600 }, allWrongTokens: { points: 100, seconds: 600 } }
const ALL = 'all'

const RULE_NAMES = ['wrongTokens', 'allWrongTokens'] as const

export type Credentials = ReturnType<typeof createCredentials>

/** Who an operator is, by their token or by the cookie that a sign-in with it gave. */
export function createCredentials({ db, secrets, clock, redis, audit, config }: OperatorContext) {
  const limits = createLimits({ rules: RULES, service: 'operator', redis, clock })

  /** @throws ServiceError TOKEN_INVALID; RATE_LIMITED after many wrong ones */
  const ofToken = async (token: string, request: FastifyRequest): Promise<string> => {
    const keys = { wrongTokens: clientKey(request.ip), allWrongTokens: ALL }
    for (const rule of RULE_NAMES) {
      const state = await limits.peek(rule, keys[rule])
      if (!state.isAllowed) throw new ServiceError('RATE_LIMITED', { retryAfter: state.resetMs / 1000 })
    }
    // Every secret is compared, so that the time does not tell which one nearly fits.
    // An entry of OPERATOR_TOKENS as it stands there, name:secret, is accepted as well.
    const [found] = secrets.operators.filter(({ name, secret }) => {
      const isEntry = isSame(`${name}:${secret}`, token)
      return isSame(secret, token) || isEntry
    })
    if (found !== undefined) return found.name
    for (const rule of RULE_NAMES) await limits.count(rule, keys[rule])
    noteSignIn(request, 'TOKEN_INVALID')
    throw new ServiceError('TOKEN_INVALID')
  }

  /** A sign-in by the browser, or a token that was refused, in a form or a header. */
  const noteSignIn = (request: FastifyRequest, outcome: 'ok' | 'TOKEN_INVALID', name?: string): void =>
    audit.record({
      operation: 'operator-sign-in',
      outcome,
      actor: name === undefined ? 'anyone' : `operator:${name}`,
      requestId: request.id,
      address: request.ip,
    })

  /** The value of the cookie: it works until it expires or is signed out, or until the operator's token is removed. */
  const cookieFor = (name: string): string => {
    const operator = secrets.operators.find((each) => each.name === name)
    const expires = clock.now() + SIGN_IN_SECONDS * 1000
    return operator === undefined ? '' : `${name}.${expires}.${signatureOf(operator, expires)}`
  }

  const signedPartsOf = (value: string): SignedParts | null => {
    const [, name, expires, signature] = /^([a-z0-9-]{1,200})\.(\d{1,15})\.([\w-]{43})$/.exec(value) ?? []
    if (name === undefined || signature === undefined || Number(expires) <= clock.now()) return null
    const own = secrets.operators.filter((each) => each.name === name)
    const isSigned = own.some((each) => isSame(signatureOf(each, Number(expires)), signature))
    return isSigned
      ? { name, expiresAt: new Date(Number(expires)), cookieHash: tokenHashOf(signature) }
      : null
  }
  const ofCookie = async (value: string): Promise<string | null> => {
    const parts = signedPartsOf(value)
    return parts === null || (await isSignedOut(db, parts.cookieHash)) ? null : parts.name
  }
  /** A copy of the cookie is signed out, too. */
  const endCookie = async (value: string): Promise<void> => {
    const parts = signedPartsOf(value)
    if (parts !== null) await insertSignOut(db, parts)
  }
  const isSecure = config.console?.url.startsWith('https:') === true
  // With the prefix, browsers take it only by https and for this host alone (RFC 6265bis).
  const cookieName = isSecure ? `__Host-${COOKIE}` : COOKIE
  return { ofToken, ofCookie, endCookie, cookieFor, noteSignIn, cookieName, isSecure }
}

type SignedParts = { name: string; expiresAt: Date; cookieHash: Buffer }

function signatureOf({ name, secret }: Operator, expires: number): string {
  return createHmac('sha256', secret).update(`operator sign-in ${name} ${expires}`).digest('base64url')
}

/** In a time that does not depend on where they differ, or on their lengths. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((each) => createHash('sha256').update(each).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
