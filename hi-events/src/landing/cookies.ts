import { CodeVerifier, LandingValidateRequest } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { Value } from 'typebox/value'
import { loginCookieName } from '../passthrough/login/login-cookie.ts'
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

const VERIFIER = 'tuvens_verifier_'
/** From the click to the use of the session, with a sign-in on the event site between them. */
const VERIFIER_SECONDS = 1800

const TRACE = 'tuvens_trace'
/** As the click on the event site, which a person may interrupt. */
const TRACE_SECONDS = 600

type CookieContext = { config: { ticketOrigin: string }; vault: Vault }
type WithCookies = Pick<FastifyRequest, 'cookies'>

const isHttps = (ticketOrigin: string) => new URL(ticketOrigin).protocol === 'https:'

/**
 * The name of a cookie of ours. With https, `__Host-` keeps other hosts of the same site from setting it; browsers refuse
 * that prefix on plain http, which only a laptop uses.
 */
const nameOf = (ticketOrigin: string, name: string) => (isHttps(ticketOrigin) ? '__Host-' : '') + name

/**
 * Sets a cookie of ours, or with 0 seconds deletes it. `SameSite=Lax` rather than `Strict`, because a browser sends no
 * Strict cookie after a redirect that began with a form of the event site.
 */
function setCookie(ticketOrigin: string, name: string, [value, seconds]: [string, number]): string {
  const secure = isHttps(ticketOrigin) ? '; Secure' : ''
  return `${nameOf(ticketOrigin, name)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The code challenge of a verifier (`S256`, RFC 7636 4.2). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}

/** The cookie that binds a session to this browser (RFC 7636). Its name contains the challenge: two tabs that begin at once get a cookie each. */
export function verifierCookie(ticketOrigin: string, verifier: string): string {
  return setCookie(ticketOrigin, VERIFIER + challengeOf(verifier), [verifier, VERIFIER_SECONDS])
}

/** A code verifier that this browser already has. */
export function anyVerifier(ticketOrigin: string, { cookies }: WithCookies): string | undefined {
  const prefix = nameOf(ticketOrigin, VERIFIER)
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
  { cookies }: WithCookies,
  challenge: string,
): string | undefined {
  const value = cookies[nameOf(ticketOrigin, VERIFIER + challenge)]
  return Value.Check(CodeVerifier, value) && challengeOf(value) === challenge ? value : undefined
}

/** The cookie that keeps the trace of a click for the rest of the landing. */
export function traceCookie(ticketOrigin: string, traceparent: string): string {
  return setCookie(ticketOrigin, TRACE, [traceparent, TRACE_SECONDS])
}

export const traceCookieName = (ticketOrigin: string) => nameOf(ticketOrigin, TRACE)

/** The value of the ticket session of this browser. */
export function readTicketToken(ticketOrigin: string, { cookies }: WithCookies): string | null {
  return cookies[loginCookieName(ticketOrigin)] ?? null
}

/**
 * Lets the browser that consumed a session continue after a question or a failure. The cookie holds the session token,
 * encrypted; the database never holds it. Everything that it allows is a POST: Lax restricts those to this site, and
 * `sameOriginOnly` to this origin.
 */
export function continuationCookie({ vault, config }: CookieContext, token: string): string {
  const sealed = vault.seal(token, PURPOSE).toString('base64url')
  return setCookie(config.ticketOrigin, CONTINUATION, [sealed, CONTINUATION_SECONDS])
}

/** Deletes the continuation cookie when the landing is complete. */
export const noContinuation = ({ config }: Pick<CookieContext, 'config'>) =>
  setCookie(config.ticketOrigin, CONTINUATION, ['', 0])

/** The session token of a landing that is not complete, or null. */
export function readContinuation({ vault, config }: CookieContext, { cookies }: WithCookies): string | null {
  const value = cookies[nameOf(config.ticketOrigin, CONTINUATION)]
  if (value === undefined || value === '') return null
  try {
    const token = vault.open(Buffer.from(value, 'base64url'), PURPOSE)
    return isSessionToken(token) ? token : null
  } catch {
    return null
  }
}

/** Carries what a form of the event site posted over one redirect, encrypted. */
export function arrivalCookie({ vault, config }: CookieContext, parameters: LandingValidateRequest): string {
  const sealed = vault.seal(JSON.stringify(parameters), ARRIVAL_PURPOSE).toString('base64url')
  return setCookie(config.ticketOrigin, ARRIVAL, [sealed, ARRIVAL_SECONDS])
}

/** Deletes the arrival cookie. */
export const noArrival = ({ config }: Pick<CookieContext, 'config'>) =>
  setCookie(config.ticketOrigin, ARRIVAL, ['', 0])

export function fitsCookie(parameters: LandingValidateRequest): boolean {
  return Buffer.byteLength(JSON.stringify(parameters)) <= MAX_ARRIVAL_CHARS
}

/** What the form posted; empty when there is none. */
export function readArrival(
  { vault, config }: CookieContext,
  { cookies }: WithCookies,
): LandingValidateRequest {
  try {
    const value = cookies[nameOf(config.ticketOrigin, ARRIVAL)] ?? ''
    const parameters: unknown = JSON.parse(vault.open(Buffer.from(value, 'base64url'), ARRIVAL_PURPOSE))
    return Value.Check(LandingValidateRequest, parameters) ? parameters : {}
  } catch {
    return {}
  }
}
