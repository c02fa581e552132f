import { type ExportedData, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { ValidRequest } from '../http/valid-request.ts'
import type { AuthContext } from '../auth/context.ts'
import { auditOrigin } from '../audit/record.ts'
import { userOf } from '../http/caller.ts'
import { exportAll } from './export-store.ts'

/**
 * What the API stores of the signed-in user: the accounts with their events, sign-ins, passkeys and the last 5,000 rows of the
 * audit log. No secret and no hash of one is in it.
 */
export async function exportData(
  context: AuthContext,
  { request, reply }: Omit<ValidRequest<undefined>, 'body'>,
): Promise<ExportedData> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const data = await exportAll(context.db, userId)
  if (data === undefined) throw new ServiceError('TOKEN_INVALID')
  context.audit.record({ ...auditOrigin(request), operation: 'export-data', outcome: 'ok', userId })
  const accounts = data.accounts.map((each) => ({
    ...each,
    permissions: [...PERMISSIONS_OF_ROLE[each.role]],
  }))
  return { ...data, accounts }
}
