import {
  ServiceError,
  type ValidatePermissionRequest,
  type ValidatePermissionResponse,
} from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { Call } from '../http/call.ts'
import { rolesWith } from '../auth/rights.ts'
import type { AuthContext } from '../auth/context.ts'
import { findSessionRight } from './store.ts'
import { hashOf } from '../base/token-hash.ts'

/** A4: whether a session may do one thing, on its account or on one event of it. */
export async function checkPermission(
  context: AuthContext,
  { body, request, reply }: Call<ValidatePermissionRequest>,
): Promise<ValidatePermissionResponse> {
  const { session_token: token, permission, resource_id: resource } = body
  await context.limits.take('validatePermission', token, reply)
  const eventId = resource === undefined ? null : String(resource)
  const right = await findSessionRight(context.db, {
    hash: hashOf(token),
    expiry: context.config.sessionExpiry,
    roles: rolesWith(permission),
    eventId,
  })
  const entry = { ...auditOrigin(request), operation: 'validate-permission', outcome: right.outcome, eventId }
  if (right.outcome !== 'ok') {
    context.audit.record(entry)
    throw new ServiceError(right.outcome)
  }
  const note = `${permission}: ${right.granted ? 'granted' : 'denied'}`
  context.audit.record({ ...entry, userId: right.user_id, accountId: Number(right.account_id), note })
  return { has_permission: right.granted, granted: right.granted, valid: true, permission }
}
