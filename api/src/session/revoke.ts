import { auditOrigin } from '../audit/record.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import type { AuthContext } from '../auth/context.ts'
import { revokeSession } from './store.ts'
import { tokenHashOf } from '../base/token-hash.ts'

/** Revokes a token; a user can revoke only their own. Revoking nothing is no error, so that it can be repeated. */
export async function revoke(
  context: AuthContext,
  { body: token, request }: Omit<ValidRequest<string>, 'reply'>,
): Promise<{ revoked: true }> {
  const userId = request.caller?.kind === 'user' ? request.caller.userId : null
  const revoked = await revokeSession(context.db, tokenHashOf(token), userId)
  context.audit.record({
    ...auditOrigin(request),
    operation: 'revoke-session',
    outcome: 'ok',
    userId: revoked?.user_id ?? userId,
    accountId: revoked === undefined ? null : Number(revoked.account_id),
    eventId: revoked?.event_id ?? null,
    note: revoked === undefined ? 'nothing to revoke' : 'revoked',
  })
  return { revoked: true }
}
