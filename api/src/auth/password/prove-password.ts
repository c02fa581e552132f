import { ServiceError } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import type { ValidRequest } from '../../http/valid-request.ts'
import { userOf } from '../../http/caller.ts'
import { auditOrigin } from '../../audit/record.ts'
import type { AuthContext } from '../context.ts'
import { matchesPassword } from './passwords.ts'

export type ProvenUser = { id: string; email: string; name: string; password_hash: string | null }

/**
 * Has the signed-in user prove that they are there, before something that must not happen in a browser left open.
 *
 * @throws ServiceError RATE_LIMITED, INVALID_CREDENTIALS, TOKEN_INVALID
 */
export async function provePassword(
  context: AuthContext,
  { body, request, reply }: ValidRequest<{ password: string }>,
): Promise<ProvenUser> {
  const userId = userOf(request)
  await context.limits.countOrThrow('passwordAgain', userId, reply)
  const user = await findUserWithPassword(context.db, userId)
  if (user === undefined) throw new ServiceError('TOKEN_INVALID')
  const check = () => matchesPassword(user.password_hash, body.password)
  if (await context.passwordQueue.run(request.ip, check)) return user
  const outcome = 'INVALID_CREDENTIALS'
  context.audit.record({ ...auditOrigin(request), operation: 'prove-password', outcome, userId })
  throw new ServiceError(outcome)
}

export async function findUserWithPassword(sql: Sql, id: string): Promise<ProvenUser | undefined> {
  const [row] = await sql<ProvenUser[]>`select id, email, name, password_hash from users where id = ${id}`
  return row
}
