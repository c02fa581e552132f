import { auditOrigin } from '../audit/record.ts'
import type { Call } from '../http/call.ts'
import type { AuthContext } from '../auth/context.ts'
import { revokeSession } from './store.ts'
import { hashOf } from '../base/token-hash.ts'

/** Revokes a token. A user's call reaches only their own; what was not there to revoke is no error. */
export async function revoke(
  context: AuthContext,
  { body: token, request }: Omit<Call<string>, 'reply'>,
): Promise<{ revoked: true }> {
  const userId = request.caller?.kind === 'user' ? request.caller.userId : null
  const revoked = await revokeSession(context.db, hashOf(token), userId)
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
