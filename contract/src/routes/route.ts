import { type TSchema, Type } from 'typebox'
import type { ErrorCode } from '../errors.ts'
import { Id, STRICT } from '../ids.ts'
import type { ApiScope } from '../keys/api-keys.ts'
import type { LimitName } from '../limits.ts'
import type { Deprecation } from './deprecation.ts'

/**
 * Who may call (spec 2.1, 7.2.5). `service` takes the signed form and, with ALLOW_LEGACY_S2S, the plain one; `signed`
 * only the signed one; `key` an API key with the route's scopes. `webhook` takes the signed form or Standard Webhooks; `native-webhook` the one of Hi.Events.
 */
export type RouteAuth =
  | 'none'
  | 'user'
  | 'service'
  | 'signed'
  | 'user-or-service'
  | 'user-or-signed'
  | 'webhook'
  | 'native-webhook'
  | 'session'
  | 'key'

/** One route of a service. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify's pattern; OpenAPI's `{name}` form is derived from it. */
  path: string
  summary: string
  auth: RouteAuth
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** Content type of a body that is not JSON. */
  takes?: string
  /** Bytes of its body, where they are fewer than everywhere. */
  maxBytes?: number
  /** Status and body of success; without `body` the response has none or is not JSON. `canCreate`: or 201, with the same body. */
  success: { status: number; body?: TSchema; type?: string; canCreate?: true }
  /** Codes of the error envelope; 413, 415, 500 and 503 can come from every route and are not listed. */
  errors: readonly ErrorCode[]
  limit?: LimitName
  /** What an API key must be allowed to do; any one of them is enough. */
  scopes?: readonly ApiScope[]
  /** It is going to end: its responses say so, and the document marks it. */
  deprecated?: Deprecation
  /** Headers the call may carry besides its credential, and what each is for. */
  headers?: Readonly<Record<string, string>>
  /** Headers the success may carry, and what each tells. */
  successHeaders?: Readonly<Record<string, string>>
}

/** The fields of a route except method, path and summary. */
export type RouteDetails = Omit<Route, 'method' | 'path' | 'summary'>

/** Makes one row of a route table, for example `GET /api/events/:id`. */
export function route<const M extends Route['method'], const P extends string, const D extends RouteDetails>(
  methodAndPath: `${M} ${P}`,
  summary: string,
  details: D,
): { method: M; path: P; summary: string } & D {
  const [method, path] = splitRoute<M, P>(methodAndPath)
  return { method, path, summary, ...details }
}

function splitRoute<M extends string, P extends string>(methodAndPath: `${M} ${P}`): [M, P] {
  const space = methodAndPath.indexOf(' ')
  return [methodAndPath.slice(0, space), methodAndPath.slice(space + 1)] as [M, P]
}

/** The success of a route that answers 200 with JSON. */
export function ok<S extends TSchema>(body: S): { status: 200; body: S } {
  return { status: 200, body }
}

/** The success of a route that answers with a page. */
export const HTML = { status: 200, type: 'text/html' } as const

/** The Tuvens event in a path, as `:id`. */
export const EventParams = Type.Object({ id: Id }, STRICT)
/** The Tuvens event in a path, as `:event_id`. */
export const LinkParams = Type.Object({ event_id: Id }, STRICT)
/** The Hi.Events event in a path of the ticket picker. */
export const PickerParams = Type.Object({ hi_events_event_id: Id }, STRICT)

/** What is wrong with an access token. */
export const USER_ERRORS = ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID', 'TOKEN_EXPIRED'] as const
/** Why somebody is refused who has not confirmed the e-mail, is no member of the account, or lacks the permission. */
export const MEMBER_ERRORS = ['EMAIL_NOT_VERIFIED', 'NOT_A_MEMBER', 'PERMISSION_DENIED'] as const
/** What is wrong with an API key. */
export const KEY_ERRORS = [
  'AUTHENTICATION_REQUIRED',
  'API_KEY_INVALID',
  'API_KEY_EXPIRED',
  'API_KEY_REVOKED',
  'SCOPE_MISSING',
  'RATE_LIMITED',
] as const
/** What is wrong with a signature. */
export const SIGNED_ERRORS = ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID', 'SIGNATURE_EXPIRED'] as const
/** What is wrong with a service's credential in either form. */
export const SERVICE_ERRORS = [
  'SERVICE_CREDENTIAL_REQUIRED',
  'SERVICE_CREDENTIAL_INVALID',
  ...SIGNED_ERRORS,
] as const
/** Why a session token that was consumed before is refused. */
export const TOKEN_ERRORS = ['SESSION_NOT_FOUND', 'SESSION_EXPIRED', 'SESSION_REVOKED'] as const
/** Why a session token cannot be consumed. */
export const SESSION_ERRORS = [...TOKEN_ERRORS, 'SESSION_ALREADY_USED', 'SESSION_BROWSER_MISMATCH'] as const
/** Why the ticket system or the API gave nothing to the ticket origin. */
export const UPSTREAM_ERRORS = [
  'UPSTREAM_REFUSED',
  'UPSTREAM_INVALID',
  'UPSTREAM_BUSY',
  'UPSTREAM_UNAVAILABLE',
  'API_UNAVAILABLE',
] as const
