import { HEADERS, ServiceError } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { tokenHashOf } from '../base/token-hash.ts'

/** The application that sessions are issued for. A token issued for another one is unknown here. */
export const APP_ID = 'hi-events'

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** The token of a call without a body. The header comes first, because URLs end up in logs. */
export function tokenOf(request: FastifyRequest, queryToken: string | undefined): string {
  const given = request.headers[HEADERS.sessionToken] ?? queryToken
  if (typeof given === 'string' && TOKEN.test(given)) return given
  const message = given === undefined ? 'session_token is required' : 'session_token is not a session token'
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field: 'session_token', message }] })
}

const KEY = /^[\x21-\x7e]{8,200}$/

/** SHA-256 of the request's idempotency key; null without one. */
export function idempotencyHashOf(request: FastifyRequest): Buffer | null {
  const key = request.headers[HEADERS.idempotencyKey]
  if (key === undefined) return null
  if (typeof key === 'string' && KEY.test(key)) return tokenHashOf(key)
  const message = `${HEADERS.idempotencyKey} must have 8 to 200 visible ASCII characters`
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field: HEADERS.idempotencyKey, message }] })
}
