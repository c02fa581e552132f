import { type ApiScope, type Route, ServiceError } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import { tokenHashOf } from '../../base/token-hash.ts'
import type { KeyCaller } from '../../http/caller.ts'
import { bearerOf } from '../../http/header.ts'
import type { AuthContext } from '../context.ts'
import { isApiKeySecret } from './secret.ts'
import { findApiKey } from './store.ts'

const IN_QUERY = 'An API key belongs into the header Authorization, never into an address'

/**
 * Admits a platform: `Authorization: Bearer tvk_live_…` of a key that has one of the scopes of the route. It is the only
 * place that turns an API key into a caller.
 *
 * @throws ServiceError AUTHENTICATION_REQUIRED, API_KEY_INVALID, API_KEY_EXPIRED, API_KEY_REVOKED, SCOPE_MISSING, RATE_LIMITED
 */
export function requireApiKey(context: AuthContext, { scopes }: Route): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    const caller = await callerOf(context, request, reply)
    const isAllowed = scopes === undefined || scopes.some((scope) => caller.scopes.includes(scope))
    if (!isAllowed) throw new ServiceError('SCOPE_MISSING', { message: missing(scopes) })
    request.caller = caller
  }
}

/** Whether a call shows an API key, valid or not. */
export function hasApiKey(request: FastifyRequest): boolean {
  return bearerOf(request)?.startsWith('tvk_') ?? false
}

async function callerOf(
  context: AuthContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<KeyCaller> {
  // Addresses are logged by every proxy on the way.
  if (request.url.includes('tvk_')) throw new ServiceError('API_KEY_INVALID', { message: IN_QUERY })
  const secret = bearerOf(request)
  if (secret === undefined)
    throw new ServiceError('AUTHENTICATION_REQUIRED', { message: 'Send an API key to do this' })
  if (!isApiKeySecret(secret)) throw new ServiceError('API_KEY_INVALID')
  const found = await findApiKey(context.db, tokenHashOf(secret))
  if (found === undefined) throw new ServiceError('API_KEY_INVALID')
  if (found.state !== 'valid') throw new ServiceError(found.state)
  await context.limits.countOrThrow('platform', found.id, reply)
  const { id: keyId, name, scopes, account_id: accountId, account_name: accountName } = found
  return { kind: 'key', keyId, name, scopes, accountId, accountName, expiresAt: found.expires_at, secret }
}

function missing(scopes: readonly ApiScope[]): string {
  return `This API key needs the scope ${scopes.join(' or ')}`
}
