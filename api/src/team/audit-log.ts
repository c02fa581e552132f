import {
  type AuditLog,
  type AuditLogQuery,
  hasRealTime,
  PERMISSIONS_OF_ROLE,
  ServiceError,
} from '@tuvens/contract'
import type { AuthContext } from '../auth/context.ts'
import { ENTRIES_PER_PAGE, listAuditLog } from './audit-log-store.ts'
import { findStanding } from './store.ts'

/** What was done in an account, for those who may manage its members. */
export async function readAuditLog(
  { db }: AuthContext,
  userId: string,
  { accountId, before }: { accountId: string } & AuditLogQuery,
): Promise<AuditLog> {
  if (before !== undefined && !hasRealTime(before)) throw new ServiceError('VALIDATION_ERROR')
  const role = (await findStanding(db, accountId, userId))?.role ?? null
  if (role === null) throw new ServiceError('NOT_A_MEMBER')
  if (!PERMISSIONS_OF_ROLE[role].includes('manage_members')) throw new ServiceError('PERMISSION_DENIED')
  const entries = await listAuditLog(db, { accountId, before })
  const last = entries.length < ENTRIES_PER_PAGE ? undefined : entries.at(-1)
  return { entries, next: last === undefined ? null : `${last.at}~${last.id}` }
}
