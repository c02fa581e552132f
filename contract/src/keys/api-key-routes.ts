import { AccountParams } from '../people/team.ts'
import { PLATFORM_ROUTES } from '../platform/platform-routes.ts'
import { KEY_ERRORS, MEMBER_ERRORS, ok, type Route, route, USER_ERRORS } from '../routes/route.ts'
import * as keys from './api-keys.ts'

const MANAGE_ERRORS = ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS] as const

/** API keys: made by members of an account, used by the servers of a platform. */
export const API_KEY_ROUTES = {
  listApiKeys: route('GET /api/accounts/:account_id/api-keys', 'The API keys of an account', {
    auth: 'user',
    params: AccountParams,
    success: ok(keys.ApiKeys),
    errors: MANAGE_ERRORS,
  }),
  createApiKey: route('POST /api/accounts/:account_id/api-keys', 'Make an API key; shows its secret once', {
    auth: 'user',
    params: AccountParams,
    body: keys.CreateApiKeyRequest,
    success: { status: 201, body: keys.CreatedApiKey },
    errors: [...MANAGE_ERRORS, 'BUSINESS_RULE', 'RATE_LIMITED'],
    limit: 'apiKeys',
  }),
  rotateApiKey: route(
    'POST /api/accounts/:account_id/api-keys/:key_id/rotate',
    'Make a new API key in place of one, which goes on working for a while',
    {
      auth: 'user',
      params: keys.ApiKeyParams,
      body: keys.RotateApiKeyRequest,
      success: { status: 201, body: keys.CreatedApiKey },
      errors: [...MANAGE_ERRORS, 'API_KEY_NOT_FOUND', 'BUSINESS_RULE', 'RATE_LIMITED'],
      limit: 'apiKeys',
    },
  ),
  revokeApiKey: route(
    'DELETE /api/accounts/:account_id/api-keys/:key_id',
    'End an API key at once; idempotent',
    {
      auth: 'user',
      params: keys.ApiKeyParams,
      success: { status: 204 },
      errors: [...MANAGE_ERRORS, 'API_KEY_NOT_FOUND'],
    },
  ),
  readOwnApiKey: route('GET /api/platform/key', 'What the API key of this call may do', {
    auth: 'key',
    success: ok(keys.OwnApiKey),
    errors: [...KEY_ERRORS],
    limit: 'platform',
  }),
  ...PLATFORM_ROUTES,
} as const satisfies Record<string, Route>
