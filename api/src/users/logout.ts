import type { RefreshRequest } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { hashOf } from '../base/token-hash.ts'
import type { Call } from '../http/call.ts'
import { revokeFamily } from '../auth/store.ts'

/** Ends a sign-in and every token that came of it. A token unknown or ended already is no error. */
export async function logout(context: AuthContext, { body, request }: Call<RefreshRequest>): Promise<void> {
  const userId = await revokeFamily(context.db, hashOf(body.refresh_token))
  if (userId === undefined) return
  context.audit.record({ ...auditOrigin(request), operation: 'logout', outcome: 'ok', userId })
}
