import { type LoginRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { startFamily } from './token-pair.ts'
import { matchesPassword } from './passwords.ts'
import { findLogin } from './store.ts'

/** Signs in by e-mail and password. An unknown e-mail and a wrong password get the same response after the same time. */
export async function login(context: AuthContext, call: ValidRequest<LoginRequest>): Promise<TokenPair> {
  const { body, request, reply } = call
  await context.limits.countOrThrow('login', `${request.ip} ${body.email.toLowerCase()}`, reply)
  const found = await findLogin(context.db, body.email)
  const matches = await matchesPassword(found?.password_hash ?? null, body.password)
  const outcome = matches ? 'ok' : 'INVALID_CREDENTIALS'
  context.audit.record({ ...auditOrigin(request), operation: 'login', outcome, userId: found?.id ?? null })
  if (!matches || found === undefined) throw new ServiceError('INVALID_CREDENTIALS')
  const { id, name, email } = found
  return startFamily(context, { id, name, email })
}
