import { ServiceError } from '@tuvens/contract'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { AuthContext } from './context.ts'
import { userOfIdentity } from './identity.ts'

/** Admits signed-in users: `Authorization: Bearer <JWT>`. */
export function requireUser(context: AuthContext): preHandlerAsyncHookHandler {
  return async (request) => {
    const token = bearerOf(request)
    if (token === undefined) throw new ServiceError('AUTHENTICATION_REQUIRED')
    request.caller = { kind: 'user', userId: await userIdOf(context, token) }
  }
}

function bearerOf(request: FastifyRequest): string | undefined {
  const [scheme = '', token, ...rest] = (request.headers.authorization ?? '').split(' ')
  const isBearer = scheme.toLowerCase() === 'bearer' && token !== undefined && rest.length === 0
  return isBearer && token !== '' ? token : undefined
}

async function userIdOf(context: AuthContext, token: string): Promise<string> {
  const claims = await context.tokens.verify(token)
  if (context.config.outsideIssuer !== null) return (await userOfIdentity(context, claims)).id
  if (!/^[1-9]\d{0,17}$/.test(claims.subject)) throw new ServiceError('TOKEN_INVALID')
  return claims.subject
}
