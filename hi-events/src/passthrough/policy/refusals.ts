import type { ErrorCode } from '@tuvens/contract'
import { QUIET } from '../watch.ts'

/** Why something is not passed on; `retryAfter` in seconds, when it passes. */
export type Refusal = {
  code: ErrorCode
  title: string
  sentence: string
  retryAfter?: number
  headers?: Readonly<Record<string, string>>
  /** Headers of the page alone: a program gets an envelope without them. */
  pageHeaders?: Readonly<Record<string, string>>
  /** Ways on, the most likely first. */
  links?: readonly { text: string; href: string }[]
}

const CHECK = 'Check the address, or go back and follow the link again.'
const NOTHING_LOST = 'Nothing is lost. Wait a moment and load this page again.'

/** An address that cannot be decoded, or that could be read in two ways. */
export const MALFORMED: Refusal = {
  code: 'VALIDATION_ERROR',
  title: 'This address cannot be read',
  sentence: CHECK,
}
/** The super-admin API; to us it does not exist. */
export const ADMIN: Refusal = { code: 'NOT_FOUND', title: 'There is nothing here', sentence: CHECK }
/** Accounts are made by the ticket origin alone. */
export const registration = (siteUrl: string): Refusal => ({
  code: 'PERMISSION_DENIED',
  title: 'Accounts are not opened here',
  sentence: 'Open your event on the event site and choose Enable ticketing: your account is made for you.',
  links: [{ text: 'Go to the event site', href: siteUrl }],
})
/** Another host than ours. */
export const MISDIRECTED: Refusal = {
  code: 'MISDIRECTED_REQUEST',
  title: 'Tickets are not sold at this address',
  sentence: 'Open the link to the event again. It leads to the right address.',
}
/** A proxy in front of us was reached by http, and the request cannot be redirected. */
export const INSECURE: Refusal = {
  code: 'HTTPS_REQUIRED',
  title: 'This has to be sent encrypted',
  sentence: 'Nothing was done. Open this page with https:// at the start of its address, and do it there.',
}
/** A write a browser sends from another site. */
export const FOREIGN_ORIGIN: Refusal = {
  code: 'ORIGIN_NOT_ALLOWED',
  title: 'This request came from another site',
  sentence: 'Go to the ticket pages yourself and do it there.',
}
/** Methods of pages and clients of a ticket system. `TRACE` would tell scripts what they may not read. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** Any other. */
export const METHOD: Refusal = {
  code: 'METHOD_NOT_ALLOWED',
  title: 'This address does not take that method',
  sentence: CHECK,
  headers: { allow: METHODS.join(', ') },
}
/** An upgrade to anything but a WebSocket, or with a body. */
export const UPGRADE: Refusal = {
  code: 'VALIDATION_ERROR',
  title: 'This connection cannot be upgraded',
  sentence: 'Ask again without an upgrade, or for a WebSocket.',
}
/** More under way from one client than it may have at once. */
export const MANY_OPEN: Refusal = {
  code: 'RATE_LIMITED',
  title: 'Many requests from here are still open',
  sentence: NOTHING_LOST,
  retryAfter: 2,
}
/**
 * A body in a coding. The ticket system reads none either, and refuses it by cutting the connection while the body is still
 * being sent, which would look like an outage.
 */
export const COMPRESSED: Refusal = {
  code: 'UNSUPPORTED_MEDIA_TYPE',
  title: 'This was sent compressed',
  sentence: 'It cannot be read so. Send it again without a Content-Encoding.',
  headers: { 'accept-encoding': 'identity' },
}
/** A body that arrives too slowly. */
export const SLOW_BODY: Refusal = {
  code: 'REQUEST_TIMEOUT',
  title: 'This arrived too slowly',
  sentence: 'Check your connection, then go back and send it again.',
}
/** More under way than the ticket system should have at once. */
export const BUSY: Refusal = {
  code: 'UPSTREAM_UNAVAILABLE',
  title: 'Many people are here right now',
  sentence: NOTHING_LOST,
  retryAfter: 2,
}
/** The ticket system cannot be reached. */
export const DOWN: Refusal = {
  code: 'UPSTREAM_UNAVAILABLE',
  title: 'The ticket system is not answering',
  sentence: NOTHING_LOST,
  retryAfter: 5,
}
const SLOW: Refusal = { ...DOWN, code: 'UPSTREAM_TIMEOUT', title: 'The ticket system is taking too long' }
const GARBLED: Refusal = {
  code: 'UPSTREAM_INVALID',
  title: 'The ticket system gave an answer we do not understand',
  sentence: 'Try again in a moment; if it stays so, tell the people who run this site.',
  retryAfter: 5,
}

/** Of a write that got as far as the ticket system nobody can tell whether it was done. */
const UNSURE = 'It may have been done all the same: look whether it was before you do it again.'

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])

/** What to say when no answer came, by the code of the error. */
export function refusalFor(code: string, isRead: boolean): Refusal {
  const refusal = code === QUIET ? SLOW : code.startsWith('HPE_') ? GARBLED : DOWN
  return isRead || NEVER_CONNECTED.has(code) ? refusal : { ...refusal, sentence: UNSURE }
}
