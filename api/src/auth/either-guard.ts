import type { preHandlerAsyncHookHandler } from 'fastify'
import type { AuthContext } from './context.ts'
import { looksLikeService, requireService, requireSigned } from './service-guard.ts'
import { requireUser } from './user-guard.ts'

/** Lets a signed-in user or a service through; a call with a service credential is judged as one. */
export function requireUserOrService(context: AuthContext): preHandlerAsyncHookHandler {
  return either(requireUser(context), requireService(context))
}

/** The same, where a service has to sign. */
export function requireUserOrSigned(context: AuthContext): preHandlerAsyncHookHandler {
  return either(requireUser(context), requireSigned(context))
}

function either(
  user: preHandlerAsyncHookHandler,
  service: preHandlerAsyncHookHandler,
): preHandlerAsyncHookHandler {
  return async function (request, reply) {
    const guard = looksLikeService(request) ? service : user
    await guard.call(this, request, reply)
  }
}
