import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { requireApiKey } from '../../auth/api-key/guard.ts'
import type { AuthContext } from '../../auth/context.ts'
import { requireVerifiedUser } from '../../auth/user-guard.ts'
import { keyCallerOf, userOf } from '../../http/caller.ts'
import { noStore } from '../../http/no-store.ts'
import { createKey, readKeys, revokeKey, rotateKey } from './manage.ts'

export function addApiKeyRoutes(app: FastifyInstance, context: AuthContext): void {
  const verified = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.listApiKeys, verified, ({ request, params }) =>
    readKeys(context, userOf(request), params.account_id),
  )
  addRoute(app, API_ROUTES.createApiKey, verified, ({ params, ...call }) =>
    createKey(context, { ...call, accountId: params.account_id }),
  )
  addRoute(app, API_ROUTES.rotateApiKey, verified, ({ params, ...call }) =>
    rotateKey(context, { ...call, accountId: params.account_id, id: params.key_id }),
  )
  addRoute(app, API_ROUTES.revokeApiKey, verified, ({ request, params }) =>
    revokeKey(context, request, { accountId: params.account_id, id: params.key_id }),
  )
  const key = [noStore, requireApiKey(context, API_ROUTES.readOwnApiKey)]
  addRoute(app, API_ROUTES.readOwnApiKey, key, async ({ request }) => {
    const { keyId: id, name, accountId, accountName, scopes, expiresAt } = keyCallerOf(request)
    return {
      id,
      name,
      account_id: Number(accountId),
      account_name: accountName,
      scopes: [...scopes],
      expires_at: expiresAt?.toISOString() ?? null,
    }
  })
}
