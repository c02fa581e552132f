import { ServiceError, type SignInMethods } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { userOf } from '../http/caller.ts'
import { deletePasskey, listPasskeys } from './passkey-store.ts'

type MethodRow = Omit<SignInMethods, 'passkeys'>

export async function readMethods({ db }: AuthContext, userId: string): Promise<SignInMethods> {
  const [row, passkeys] = await Promise.all([findMethods(db, userId), listPasskeys(db, userId)])
  if (row === undefined) throw new ServiceError('TOKEN_INVALID')
  return { ...row, passkeys }
}

async function findMethods(sql: Sql, userId: string): Promise<MethodRow | undefined> {
  const [row] = await sql<MethodRow[]>`
    select email, email_verified_at is not null as is_email_verified, second_factor_at is not null as has_second_factor,
      (select count(*)::integer from recovery_codes r where r.user_id = users.id) as recovery_codes_left
    from users where id = ${userId}`
  return row
}

export async function removePasskey(
  context: AuthContext,
  request: FastifyRequest,
  id: string,
): Promise<void> {
  const userId = userOf(request)
  if (!(await deletePasskey(context.db, userId, id))) return
  context.audit.record({ ...auditOrigin(request), operation: 'delete-passkey', outcome: 'ok', userId })
}
