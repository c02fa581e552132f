import { CodeVerifier, LandingValidateRequest } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'
import { LOGIN_COOKIE } from '../passthrough/login/login-cookie.ts'
import type { Vault } from '../mapping/vault.ts'
import { isSessionToken } from '../session/token.ts'

const ARRIVAL = 'tuvens_arrival'
const ARRIVAL_SECONDS = 60
const ARRIVAL_PURPOSE = 'landing arrival'
/** Browsers keep cookies of up to 4,096 bytes; encryption and base64url add half to the text. */
const MAX_ARRIVAL_CHARS = 2_400

const CONTINUATION = 'tuvens_landing'
const CONTINUATION_SECONDS = 900
const PURPOSE = 'landing continuation'

/** From the click to the use of the session, with a sign-in on the event site between them. */
const VERIFIER_SECONDS = 1800

/** The code challenge of a verifier (`S256`, RFC 7636 4.2). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

/**
 * The cookie that binds a session to this browser (RFC 7636). Its name contains the challenge: two tabs that begin at once
 * get a cookie each. With https, `__Host-` keeps other hosts of the same site from setting one; browsers refuse that prefix
 * on plain http, which only a laptop uses.
 */
function verifierPrefix({ protocol }: URL): string {
  return `${protocol === 'https:' ? '__Host-' : ''}tuvens_verifier_`
}

export function verifierCookie(ticketOrigin: string, verifier: string): string {
  const origin = new URL(ticketOrigin)
  const name = verifierPrefix(origin) + challengeOf(verifier)
  const secure = origin.protocol === 'https:' ? ' Secure;' : ''
  return `${name}=${verifier}; Path=/; Max-Age=${VERIFIER_SECONDS};${secure} HttpOnly; SameSite=Lax`
}

/** A code verifier that this browser already has. */
export function anyVerifier(
  ticketOrigin: string,
  { cookies }: Pick<FastifyRequest, 'cookies'>,
): string | undefined {
  const prefix = verifierPrefix(new URL(ticketOrigin))
  const challenges = Object.keys(cookies).flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  )
  return challenges
    .map((each) => readVerifier(ticketOrigin, { cookies }, each))
    .find((each) => each !== undefined)
}

/** The code verifier of this browser that fits a code challenge. */
export function readVerifier(
  ticketOrigin: string,
  { cookies }: Pick<FastifyRequest, 'cookies'>,
  challenge: string,
): string | undefined {
  const value = cookies[verifierPrefix(new URL(ticketOrigin)) + challenge]
  return Value.Check(CodeVerifier, value) && challengeOf(value) === challenge ? value : undefined
}

/** The value of the ticket session of this browser. */
export function readTicketToken({ cookies }: FastifyRequest): string | null {
  return cookies[LOGIN_COOKIE] ?? null
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

const LANDING_COOKIE = 'Path=/auth/cross-app; Secure; HttpOnly; SameSite=Lax'

/** Carries what a form of the event site posted over one redirect, encrypted. */
export function arrivalCookie(vault: Vault, parameters: LandingValidateRequest): string {
  const sealed = vault.seal(JSON.stringify(parameters), ARRIVAL_PURPOSE).toString('base64url')
  return `${ARRIVAL}=${sealed}; Max-Age=${ARRIVAL_SECONDS}; ${LANDING_COOKIE}`
}

export const NO_ARRIVAL = `${ARRIVAL}=; Max-Age=0; ${LANDING_COOKIE}`

export function fitsCookie(parameters: LandingValidateRequest): boolean {
  return Buffer.byteLength(JSON.stringify(parameters)) <= MAX_ARRIVAL_CHARS
}

/** What the form posted; empty when there is none. */
export function readArrival(vault: Vault, { cookies }: FastifyRequest): LandingValidateRequest {
  try {
    const parameters: unknown = JSON.parse(
      vault.open(Buffer.from(cookies[ARRIVAL] ?? '', 'base64url'), ARRIVAL_PURPOSE),
    )
    return Value.Check(LandingValidateRequest, parameters) ? parameters : {}
  } catch {
    return {}
  }
}
