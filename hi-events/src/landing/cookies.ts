import { CodeVerifier } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'
import type { Vault } from '../mapping/vault.ts'
import { isSessionToken } from '../session/token.ts'

const JWT = 'token'
const CONTINUATION = 'tuvens_landing'
const CONTINUATION_SECONDS = 900
const PURPOSE = 'landing continuation'

const VERIFIER_PREFIX = '__Host-tuvens_verifier_'
/** From the click to the use of the session, with a sign-in on the event site between them. */
const VERIFIER_SECONDS = 1800

/** The code challenge of a verifier (`S256`, RFC 7636 4.2). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

/**
 * Binds a session to this browser (RFC 7636). Only this host can set a `__Host-` cookie, so no sibling can plant one. The
 * name contains the challenge: two tabs that begin at once get a cookie each.
 */
export function verifierCookie(verifier: string): string {
  const name = VERIFIER_PREFIX + challengeOf(verifier)
  return `${name}=${verifier}; Path=/; Max-Age=${VERIFIER_SECONDS}; Secure; HttpOnly; SameSite=Lax`
}

/** A code verifier that this browser already has. */
export function anyVerifier({ cookies }: FastifyRequest): string | undefined {
  const names = Object.keys(cookies).filter((name) => name.startsWith(VERIFIER_PREFIX))
  return names.map((name) => verifierNamed(cookies, name)).find((verifier) => verifier !== undefined)
}

/** The code verifier of this browser that fits a code challenge. */
export function readVerifier({ cookies }: FastifyRequest, challenge: string): string | undefined {
  return verifierNamed(cookies, VERIFIER_PREFIX + challenge)
}

function verifierNamed(cookies: FastifyRequest['cookies'], name: string): string | undefined {
  const value = cookies[name]
  if (!Value.Check(CodeVerifier, value)) return undefined
  return name === VERIFIER_PREFIX + challengeOf(value) ? value : undefined
}

/** The cookie `token` exactly as Hi.Events sets it (spec 3.2). */
export function tokenCookie(jwt: string): string {
  return `${JWT}=${jwt}; path=/; secure; httponly; samesite=none`
}

/** The JWT of the Hi.Events user who is signed in in this browser. */
export function readJwt(request: FastifyRequest): string | undefined {
  const value = request.cookies[JWT]
  return value !== undefined && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) && value.length < 4096
    ? value
    : undefined
}

/**
 * Lets the browser that consumed a session continue after a question or a failure. The cookie holds the session token,
 * encrypted; the database never holds it. `SameSite=Lax` rather than `Strict`, because a browser sends no Strict cookie
 * after a redirect that began with a form of the event site. Everything that the cookie allows is a POST: Lax restricts
 * those to this site, and `sameOriginOnly` to this origin.
 */
export function continuationCookie(vault: Vault, token: string): string {
  const sealed = vault.seal(token, PURPOSE).toString('base64url')
  return `${CONTINUATION}=${sealed}; Path=/auth/cross-app; Max-Age=${CONTINUATION_SECONDS}; Secure; HttpOnly; SameSite=Lax`
}

/** Deletes the continuation cookie when the landing is complete. */
export const NO_CONTINUATION = `${CONTINUATION}=; Path=/auth/cross-app; Max-Age=0; Secure; HttpOnly; SameSite=Lax`

/** The session token of a landing that is not complete, or null. */
export function readContinuation(vault: Vault, request: FastifyRequest): string | null {
  const value = request.cookies[CONTINUATION]
  if (value === undefined || value === '') return null
  try {
    const token = vault.open(Buffer.from(value, 'base64url'), PURPOSE)
    return isSessionToken(token) ? token : null
  } catch {
    return null
  }
}
