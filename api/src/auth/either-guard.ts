import type { preHandlerAsyncHookHandler } from 'fastify'
import type { AuthContext } from './context.ts'
import { hasServiceCredential, requireService, requireSigned } from './service-guard.ts'
import { requireUser, requireVerifiedUser } from './user-guard.ts'

/** Admits a signed-in user or a service. A call with any service credential is checked as a service. */
export function requireUserOrService(context: AuthContext): preHandlerAsyncHookHandler {
  return either(requireUser(context), requireService(context))
}

/** Admits a signed-in user with a verified e-mail, or a service that signs. */
export function requireUserOrSigned(context: AuthContext): preHandlerAsyncHookHandler {
  return either(requireVerifiedUser(context), requireSigned(context))
}

function either(
  user: preHandlerAsyncHookHandler,
  service: preHandlerAsyncHookHandler,
): preHandlerAsyncHookHandler {
  return async function (request, reply) {
    const guard = hasServiceCredential(request) ? service : user
    await guard.call(this, request, reply)
  }
}
