import { type LoginRequest, type LoginResponse, ServiceError } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { matchesPassword } from '../auth/password/passwords.ts'
import { newSecret, startSignIn } from '../auth/sign-in/start-sign-in.ts'
import { insertOneTimeToken } from '../base/one-time-token.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { findLogin } from './store.ts'

const SECOND_FACTOR_MINUTES = 10

/** Signs in by e-mail and password. An unknown e-mail and a wrong password get the same response after the same time. */
export async function login(context: AuthContext, call: ValidRequest<LoginRequest>): Promise<LoginResponse> {
  const { body, request, reply } = call
  const guess = { address: request.ip, target: body.email }
  await context.entrances.admit('login', guess, reply)
  const { isKnown: isFirst } = await context.guesses.begin(guess)
  const found = await findLogin(context.db, body.email)
  const stored = found?.password_hash ?? null
  const matches = await context.passwordQueue.run(request.ip, () => matchesPassword(stored, body.password), {
    isFirst,
  })
  const outcome = matches ? 'ok' : 'INVALID_CREDENTIALS'
  const note = found?.has_second_factor === true ? { note: 'the second step follows' } : {}
  context.audit.record({
    ...auditOrigin(request),
    operation: 'login',
    outcome,
    userId: found?.id ?? null,
    ...(matches && note),
  })
  if (!matches || found === undefined) throw new ServiceError('INVALID_CREDENTIALS')
  await context.guesses.succeed(guess)
  const { id, name, email } = found
  if (found.has_second_factor) return startSecondStep(context, id)
  return startSignIn(context, { id, name, email }, request)
}

async function startSecondStep(context: AuthContext, userId: string): Promise<LoginResponse> {
  const { token, hash } = newSecret(context)
  const minutes = SECOND_FACTOR_MINUTES
  await insertOneTimeToken(context.db, { hash, purpose: 'second_factor', userId, minutes })
  return { second_factor_token: token, expires_in: minutes * 60 }
}
