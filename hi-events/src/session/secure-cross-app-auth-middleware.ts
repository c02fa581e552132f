import { HEADERS, ServiceError } from '@tuvens/contract'
import type { Db } from '@tuvens/platform/db/db'
import { type SignatureRules, signerOf } from '@tuvens/platform/http/signed-call'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import { findSession, type RememberedSession } from './store.ts'
import { hashOf, isSessionToken } from './token.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of the request, set by `requireSession` and `readSession`. */
    crossApp: { token: string; remembered: RememberedSession } | null
  }
}

export type MiddlewareContext = { db: Db; signature: SignatureRules }

/** Checklist H2: the guards of the ticket origin's own routes. */
export class SecureCrossAppAuthMiddleware {
  private readonly context: MiddlewareContext

  constructor(context: MiddlewareContext) {
    this.context = context
  }

  /** Requires an `X-Session-Token` that was consumed here, and sets its session on `request.crossApp`. */
  readonly requireSession: preHandlerAsyncHookHandler = async (request) => {
    if (header(request, HEADERS.sessionToken) === undefined) throw new ServiceError('AUTHENTICATION_REQUIRED')
    request.crossApp = await this.findSession(request)
    if (request.crossApp === null) throw new ServiceError('SESSION_NOT_FOUND')
  }

  /** Sets the session on `request.crossApp` where there is one, and null otherwise. */
  readonly readSession: preHandlerAsyncHookHandler = async (request) => {
    request.crossApp = await this.findSession(request)
  }

  /** Requires the signature of one of our own services. */
  readonly requireSigned: preHandlerAsyncHookHandler = async (request) => {
    signerOf(this.context.signature, request)
  }

  private async findSession(request: FastifyRequest) {
    const token = header(request, HEADERS.sessionToken)
    if (!isSessionToken(token)) return null
    const remembered = await findSession(this.context.db, hashOf(token))
    return remembered === undefined ? null : { token, remembered }
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
