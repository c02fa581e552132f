import {
  type ApiKeys,
  type CreateApiKeyRequest,
  type CreatedApiKey,
  MAX_API_KEYS,
  OVERLAP_HOURS,
  PERMISSIONS_OF_ROLE,
  type RotateApiKeyRequest,
  ServiceError,
} from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { newApiKeySecret } from '../../auth/api-key/secret.ts'
import { lockApiKey } from '../../auth/api-key/store.ts'
import type { AuthContext } from '../../auth/context.ts'
import { rolesWith } from '../../auth/rights.ts'
import { tokenHashOf } from '../../base/token-hash.ts'
import { userOf } from '../../http/caller.ts'
import type { ValidRequest } from '../../http/valid-request.ts'
import { findStanding } from '../store.ts'
import { recordTeam } from '../team.ts'
import { endApiKey, insertApiKey, type KeyChange, listApiKeys, lockKeysOf, rotateApiKey } from './store.ts'

/** The keys of an account, for those who may manage its members. */
export async function readKeys({ db }: AuthContext, userId: string, accountId: string): Promise<ApiKeys> {
  const role = (await findStanding(db, accountId, userId))?.role ?? null
  if (role === null) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[role].includes('manage_members')) throw new ServiceError('PERMISSION_DENIED')
  return { keys: await listApiKeys(db, accountId) }
}

type OfAccount = { accountId: string }
type OfKey = OfAccount & { id: string }

/** Makes a key. This response is the only place where its secret is ever shown. */
export async function createKey(
  context: AuthContext,
  { body, request, reply, accountId }: ValidRequest<CreateApiKeyRequest> & OfAccount,
): Promise<CreatedApiKey> {
  if (body.name.trim() === '')
    throw new ServiceError('VALIDATION_ERROR', { details: [{ field: 'name', message: 'name is empty' }] })
  await context.limits.countOrThrow('apiKeys', userOf(request), reply)
  const { secret, hint } = newApiKeySecret(context.random)
  const { outcome, key } = await context.db.begin(async (tx) => {
    await lockKeysOf(tx, accountId)
    return insertApiKey(tx, {
      ...changeOf(request, accountId),
      name: body.name.trim(),
      scopes: body.scopes,
      days: body.expires_in_days ?? null,
      hash: tokenHashOf(secret),
      hint,
    })
  })
  const note = key === null ? '' : `${key.id}: ${key.scopes.join(' ')}`
  recordTeam(context, request, { operation: 'create-api-key', outcome, accountId, note })
  if (outcome !== 'ok')
    throw new ServiceError(outcome, outcome === 'BUSINESS_RULE' ? { message: TOO_MANY } : {})
  return { key, secret }
}
const TOO_MANY = `An account can have ${MAX_API_KEYS} API keys: revoke one first`

/** Makes a key in place of one, which goes on working for a while: the platform changes over without a refused call. */
export async function rotateKey(
  context: AuthContext,
  { body, request, reply, accountId, id }: ValidRequest<RotateApiKeyRequest> & OfKey,
): Promise<CreatedApiKey> {
  await context.limits.countOrThrow('apiKeys', userOf(request), reply)
  const { secret, hint } = newApiKeySecret(context.random)
  const overlapHours = body.overlap_hours ?? OVERLAP_HOURS
  const change = { ...changeOf(request, accountId), id, overlapHours, hash: tokenHashOf(secret), hint }
  const { outcome, key } = await rotateApiKey(context.db, change)
  const note = key === null ? id : `${id} to ${key.id}, ${overlapHours} h`
  recordTeam(context, request, { operation: 'rotate-api-key', outcome, accountId, note })
  if (outcome !== 'ok')
    throw new ServiceError(outcome, outcome === 'BUSINESS_RULE' ? { message: ROTATED } : {})
  return { key, secret }
}
const ROTATED = 'This API key was rotated already: rotate the new one'

/** Ends a key at once: when this returns, no write of it is going on and none begins. */
export async function revokeKey(
  context: AuthContext,
  request: FastifyRequest,
  { accountId, id }: OfKey,
): Promise<void> {
  const { outcome } = await context.db.begin(async (tx) => {
    await lockApiKey(tx, id)
    return { outcome: await endApiKey(tx, { ...changeOf(request, accountId), id }) }
  })
  recordTeam(context, request, { operation: 'revoke-api-key', outcome, accountId, note: id })
  if (outcome !== 'ok') throw new ServiceError(outcome)
}

function changeOf(request: FastifyRequest, accountId: string): KeyChange {
  return { accountId, userId: userOf(request), managers: rolesWith('manage_members') }
}
