import { HEADERS, ServiceError } from '@tuvens/contract'
import { checkRequest } from '@tuvens/contract/signatures'
import type { SecretList } from '@tuvens/platform/config'
import type { Db } from '@tuvens/platform/db'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import { findSession, type RememberedSession } from './store.ts'
import { hashOf, isSessionToken } from './token.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by SecureCrossAppAuthMiddleware on routes that need a session. */
    crossApp: { token: string; remembered: RememberedSession } | null
  }
}

/** `now` gives milliseconds. */
export type MiddlewareParts = { db: Db; secrets: SecretList; now: () => number }

/** Checklist H2: guards of the ticket origin's own routes. */
export class SecureCrossAppAuthMiddleware {
  private readonly parts: MiddlewareParts

  constructor(parts: MiddlewareParts) {
    this.parts = parts
  }

  /** Lets a request with an `X-Session-Token` validated here pass and puts its session on `request.crossApp`. */
  readonly requireSession: preHandlerAsyncHookHandler = async (request) => {
    if (header(request, HEADERS.sessionToken) === undefined) throw new ServiceError('AUTHENTICATION_REQUIRED')
    request.crossApp = await this.sessionOf(request)
    if (request.crossApp === null) throw new ServiceError('SESSION_NOT_FOUND')
  }

  /** Like requireSession, but without a known session `request.crossApp` stays null. */
  readonly readSession: preHandlerAsyncHookHandler = async (request) => {
    request.crossApp = await this.sessionOf(request)
  }

  /** Lets only signed calls of our own services pass. */
  readonly requireSigned: preHandlerAsyncHookHandler = async (request) => {
    const given = {
      timestamp: header(request, HEADERS.timestamp),
      signature: header(request, HEADERS.signature),
      now: this.parts.now(),
    }
    const signable = { method: request.method, path: request.url, body: request.rawBody }
    const outcome = checkRequest(this.parts.secrets, signable, given)
    if (outcome === 'missing') throw new ServiceError('SIGNATURE_REQUIRED')
    if (outcome === 'expired') throw new ServiceError('SIGNATURE_EXPIRED')
    if (outcome === 'mismatch') throw new ServiceError('SIGNATURE_INVALID')
  }

  private async sessionOf(request: FastifyRequest) {
    const token = header(request, HEADERS.sessionToken)
    if (!isSessionToken(token)) return null
    const remembered = await findSession(this.parts.db, hashOf(token))
    return remembered === undefined ? null : { token, remembered }
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
