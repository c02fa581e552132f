import { HEADERS, ServiceError } from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { hashOf } from '../base/token-hash.ts'

/** The one application sessions are made for; a token minted for another would be unknown here. */
export const APP_ID = 'hi-events'

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** The token of a call without a body: header first, so that it need not stand in an address. */
export function tokenOf(request: FastifyRequest, inQuery: string | undefined): string {
  const given = request.headers[HEADERS.sessionToken] ?? inQuery
  if (typeof given === 'string' && TOKEN.test(given)) return given
  const message = given === undefined ? 'session_token is required' : 'session_token is not a session token'
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field: 'session_token', message }] })
}

const KEY = /^[\x21-\x7e]{8,200}$/

/** SHA-256 of the call's idempotency key; null without one. */
export function idempotencyHashOf(request: FastifyRequest): Buffer | null {
  const key = request.headers[HEADERS.idempotencyKey]
  if (key === undefined) return null
  if (typeof key === 'string' && KEY.test(key)) return hashOf(key)
  const message = `${HEADERS.idempotencyKey} must have 8 to 200 visible ASCII characters`
  throw new ServiceError('VALIDATION_ERROR', { details: [{ field: HEADERS.idempotencyKey, message }] })
}
