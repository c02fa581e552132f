import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import type { ErrorCode } from '../errors.ts'
import { Id, STRICT } from '../ids.ts'
import type { LimitName } from '../limits.ts'

/** Who may call: see spec 2.1. `service` takes the plain or the signed form, `signed` only the signed one. */
export type RouteAuth =
  | 'none'
  | 'user'
  | 'service'
  | 'signed'
  | 'user-or-service'
  | 'user-or-signed'
  | 'webhook'
  | 'session'

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify's pattern; OpenAPI's `{name}` form is derived from it. */
  path: string
  summary: string
  auth: RouteAuth
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** Status and body of success; without `body` the answer has none or is not JSON. */
  success: { status: number; body?: TSchema; type?: string }
  errors: readonly ErrorCode[]
  limit?: LimitName
  /** Headers the call may carry besides its credential, and what each is for. */
  headers?: Readonly<Record<string, string>>
}

export const LinkParams = Type.Object({ event_id: Id }, STRICT)
export const SESSION_ERRORS = [
  'SESSION_NOT_FOUND',
  'SESSION_EXPIRED',
  'SESSION_ALREADY_USED',
  'SESSION_REVOKED',
] as const
export const TOKEN_ERRORS = ['SESSION_NOT_FOUND', 'SESSION_EXPIRED', 'SESSION_REVOKED'] as const
export const SIGNED_ERRORS = ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID', 'SIGNATURE_EXPIRED'] as const
