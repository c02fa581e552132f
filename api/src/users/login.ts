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
  const guess = { address: request.ip, target: body.email }
  await context.entrances.admit('login', guess, reply)
  await context.guesses.begin(guess)
  const found = await findLogin(context.db, body.email)
  const stored = found?.password_hash ?? null
  const matches = await context.passwordQueue.run(request.ip, () => matchesPassword(stored, body.password))
  const outcome = matches ? 'ok' : 'INVALID_CREDENTIALS'
  context.audit.record({ ...auditOrigin(request), operation: 'login', outcome, userId: found?.id ?? null })
  if (!matches || found === undefined) throw new ServiceError('INVALID_CREDENTIALS')
  await context.guesses.succeed(guess)
  const { id, name, email } = found
  return startFamily(context, { id, name, email })
}
