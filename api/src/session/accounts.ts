import { PERMISSIONS_OF_ROLE, ServiceError, type UserAccounts } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { Call } from '../http/call.ts'
import type { AuthContext } from '../auth/context.ts'
import { listSessionAccounts, type SessionAccountRow } from './store.ts'
import { hashOf } from '../base/token-hash.ts'

/** A3: the accounts of a session's user, with role and permissions on each. */
export async function listAccounts(
  context: AuthContext,
  { body: token, request, reply }: Call<string>,
): Promise<UserAccounts> {
  await context.limits.take('userAccounts', token, reply)
  const use = { hash: hashOf(token), expiry: context.config.sessionExpiry }
  const rows = await listSessionAccounts(context.db, use)
  const outcome = rows[0]?.outcome ?? 'SESSION_NOT_FOUND'
  const members = rows.flatMap((row) => (row.outcome === 'ok' && row.account_id !== null ? [row] : []))
  const userId = members[0]?.user_id ?? null
  context.audit.record({ ...auditOrigin(request), operation: 'user-accounts', outcome, userId })
  if (outcome !== 'ok') throw new ServiceError(outcome)
  return { accounts: members.map(describe) }
}

function describe({
  account_id,
  name,
  slug,
  email,
  role,
}: SessionAccountRow): UserAccounts['accounts'][number] {
  const id = Number(account_id)
  return { id, account_id: id, name, slug, email, role, permissions: [...PERMISSIONS_OF_ROLE[role]] }
}
