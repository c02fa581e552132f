import { type PasswordRequest, ServiceError } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { deleteUser } from './deletion-store.ts'

/** Deletes the signed-in user. An account with other members has to be handed over first. */
export async function remove(context: AuthContext, call: ValidRequest<PasswordRequest>): Promise<void> {
  const { id: userId } = await provePassword(context, call)
  const { is_owner_needed: isOwnerNeeded } = await deleteUser(context.db, userId)
  const outcome = isOwnerNeeded ? 'OWNER_NEEDED' : 'ok'
  context.audit.record({ ...auditOrigin(call.request), operation: 'delete-user', outcome, userId })
  if (isOwnerNeeded) throw new ServiceError('OWNER_NEEDED')
  context.mailing.wake()
}
