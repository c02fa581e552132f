import { ServiceError } from '@tuvens/contract'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { UserCaller } from '../http/caller.ts'
import { bearerOf } from '../http/header.ts'
import type { AuthContext } from './context.ts'
import { userOfIdentity } from './identity.ts'
import { findLiveSignIn } from './sign-in/sign-in-store.ts'

const USER_ID = /^[1-9]\d{0,17}$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Admits signed-in users: `Authorization: Bearer <JWT>`. An own token ends with its sign-in. */
export function requireUser(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => {
    const caller = await callerOf(context, request)
    if (caller.signInId !== null) {
      const found = await findLiveSignIn(context.db, caller.signInId, caller.userId)
      if (found === undefined) throw new ServiceError('TOKEN_INVALID')
      caller.isEmailVerified = found.is_email_verified
    }
    request.caller = caller
  }
}

/**
 * As `requireUser`, but refuses users who have not confirmed their e-mail. An outside issuer that says nothing about an
 * e-mail is trusted to admit its people.
 *
 * @throws ServiceError EMAIL_NOT_VERIFIED
 */
export function requireVerifiedUser(context: AuthContext): preHandlerAsyncHookHandler {
  const guard = requireUser(context)
  return async function (request, reply) {
    await guard.call(this, request, reply)
    if (request.caller?.kind !== 'user' || !request.caller.isEmailVerified)
      throw new ServiceError('EMAIL_NOT_VERIFIED')
  }
}

/** Admits any valid token. For a route whose own statement checks the sign-in together with its work. */
export function requireToken(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => {
    request.caller = await callerOf(context, request)
  }
}

async function callerOf(context: AuthContext, request: FastifyRequest): Promise<UserCaller> {
  const token = bearerOf(request)
  if (token === undefined) throw new ServiceError('AUTHENTICATION_REQUIRED')
  const claims = await context.tokens.verify(token)
  if (context.config.outsideIssuer !== null) {
    const user = await userOfIdentity(context, claims)
    return { kind: 'user', userId: user.id, signInId: null, isEmailVerified: true }
  }
  const { subject, signInId = '' } = claims
  if (!USER_ID.test(subject) || !UUID.test(signInId)) throw new ServiceError('TOKEN_INVALID')
  return { kind: 'user', userId: subject, signInId, isEmailVerified: false }
}
