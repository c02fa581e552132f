import { type PasswordRequest, ServiceError, type SignInMethods } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import type { ValidRequest } from '../http/valid-request.ts'
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
  call: ValidRequest<PasswordRequest> & { id: string },
): Promise<void> {
  const { id: userId } = await provePassword(context, call)
  if (!(await deletePasskey(context.db, userId, call.id))) return
  context.mailing.wake()
  context.audit.record({ ...auditOrigin(call.request), operation: 'delete-passkey', outcome: 'ok', userId })
}
