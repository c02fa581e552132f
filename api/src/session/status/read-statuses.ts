import { PERMISSIONS_OF_ROLE, type SessionStatusRequest, type SessionStatusResponse } from '@tuvens/contract'
import type { ValidRequest } from '../../http/valid-request.ts'
import type { SessionContext } from '../context.ts'
import { listSessionStatuses } from './store.ts'

/** Answers which sessions still give rights, in one query, because the ticket origin asks every few seconds. */
export async function readSessionStatuses(
  { db }: Pick<SessionContext, 'db'>,
  { body }: Pick<ValidRequest<SessionStatusRequest>, 'body'>,
): Promise<SessionStatusResponse> {
  const rows = await listSessionStatuses(db, body.session_ids)
  const sessions = rows.map(({ session_id, is_active, role, revocation_reason }) => {
    const permissions = is_active && role !== null ? [...PERMISSIONS_OF_ROLE[role]] : []
    return {
      session_id,
      is_active,
      role,
      permissions,
      ...(revocation_reason !== null && { revocation_reason }),
    }
  })
  return { sessions }
}
