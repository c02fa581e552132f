import { type ExportedData, ServiceError } from '@tuvens/contract'
import type { ValidRequest } from '../http/valid-request.ts'
import type { AuthContext } from '../auth/context.ts'
import { auditOrigin } from '../audit/record.ts'
import { userOf } from '../http/caller.ts'
import { exportAll } from './export-store.ts'

/** All that the API stores of the signed-in user. No secret and no hash of one is in it. */
export async function exportData(
  context: AuthContext,
  { request, reply }: Omit<ValidRequest<undefined>, 'body'>,
): Promise<ExportedData> {
  const userId = userOf(request)
  await context.limits.countOrThrow('report', userId, reply)
  const data = await exportAll(context.db, userId)
  if (data === undefined) throw new ServiceError('TOKEN_INVALID')
  context.audit.record({ ...auditOrigin(request), operation: 'export-data', outcome: 'ok', userId })
  return data
}
