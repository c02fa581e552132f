import type { RefreshRequest } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { revokeFamily } from './store.ts'

/** Ends a sign-in with all its tokens. Unknown and ended tokens are accepted, so that it can be repeated. */
export async function logout(
  context: AuthContext,
  { body, request }: ValidRequest<RefreshRequest>,
): Promise<void> {
  const userId = await revokeFamily(context.db, tokenHashOf(body.refresh_token))
  if (userId === undefined) return
  context.audit.record({ ...auditOrigin(request), operation: 'logout', outcome: 'ok', userId })
}
