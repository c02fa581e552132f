import {
  ServiceError,
  type ValidatePermissionRequest,
  type ValidatePermissionResponse,
} from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { rolesWith } from '../auth/rights.ts'
import type { AuthContext } from '../auth/context.ts'
import { findSessionPermission } from './store.ts'
import { tokenHashOf } from '../base/token-hash.ts'

/** A4: answers whether a session has a permission, in its account or for one of its events. */
export async function checkPermission(
  context: AuthContext,
  { body, request, reply }: ValidRequest<ValidatePermissionRequest>,
): Promise<ValidatePermissionResponse> {
  const { session_token: token, permission, resource_id: resource } = body
  await context.limits.countOrThrow('validatePermission', token, reply)
  const eventId = resource === undefined ? null : String(resource)
  const decision = await findSessionPermission(context.db, {
    hash: tokenHashOf(token),
    roles: rolesWith(permission),
    eventId,
  })
  const { outcome } = decision
  const entry = { ...auditOrigin(request), operation: 'validate-permission', outcome, eventId }
  if (decision.outcome !== 'ok') {
    context.audit.record(entry)
    throw new ServiceError(decision.outcome)
  }
  const note = `${permission}: ${decision.is_granted ? 'granted' : 'denied'}`
  context.audit.record({ ...entry, userId: decision.user_id, accountId: Number(decision.account_id), note })
  return { has_permission: decision.is_granted, granted: decision.is_granted, valid: true, permission }
}
