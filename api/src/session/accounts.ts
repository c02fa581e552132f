import { PERMISSIONS_OF_ROLE, ServiceError, type UserAccounts } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import type { AuthContext } from '../auth/context.ts'
import { listSessionAccounts } from './store.ts'
import { tokenHashOf } from '../base/token-hash.ts'

/** A3: lists the accounts of a session's user, with role and permissions in each. */
export async function listAccounts(
  context: AuthContext,
  { body: token, request, reply }: ValidRequest<string>,
): Promise<UserAccounts> {
  await context.limits.countOrThrow('userAccounts', token, reply)
  const rows = await listSessionAccounts(context.db, tokenHashOf(token))
  const outcome = rows[0]?.outcome ?? 'SESSION_NOT_FOUND'
  const members = rows.flatMap((row) => (row.outcome === 'ok' && row.account_id !== null ? [row] : []))
  const userId = members[0]?.user_id ?? null
  context.audit.record({ ...auditOrigin(request), operation: 'user-accounts', outcome, userId })
  if (outcome !== 'ok') throw new ServiceError(outcome)
  const accounts = members.map(({ account_id, name, slug, email, role }) => {
    const id = Number(account_id)
    return { id, account_id: id, name, slug, email, role, permissions: [...PERMISSIONS_OF_ROLE[role]] }
  })
  return { accounts }
}
