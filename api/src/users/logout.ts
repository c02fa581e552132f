import type { RefreshRequest } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { endSignIns, findRefreshToken } from '../auth/sign-in/sign-in-store.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import type { ValidRequest } from '../http/valid-request.ts'

/** Ends a sign-in with all its tokens and sessions. Unknown and ended tokens are accepted, so that it can be repeated. */
export async function logout(
  context: AuthContext,
  { body, request, reply }: ValidRequest<RefreshRequest>,
): Promise<void> {
  await context.entrances.admit('refresh', { address: request.ip }, reply)
  const found = await findRefreshToken(context.db, tokenHashOf(body.refresh_token))
  if (found === undefined) return
  const userId = found.user_id
  const ended = await endSignIns(context.db, { userId, id: found.sign_in_id })
  if (ended.length === 0) return
  context.audit.record({ ...auditOrigin(request), operation: 'logout', outcome: 'ok', userId })
}
