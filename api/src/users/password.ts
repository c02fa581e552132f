import {
  type ChangePasswordRequest,
  type NewPasswordRequest,
  type PasswordResetRequest,
  ServiceError,
} from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { hashPassword } from '../auth/password/passwords.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import { requireStrongPassword } from '../auth/password/weak-password.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { userCallerOf } from '../http/caller.ts'
import { languageOf } from '../http/language.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { changePassword, findResetUser, queuePasswordReset, resetPassword } from './password-store.ts'

/** Mails a link that sets a new password. The response is the same, after the same time, when nobody has the e-mail. */
export async function requestReset(
  context: AuthContext,
  { body, request, reply }: ValidRequest<PasswordResetRequest>,
): Promise<void> {
  await context.entrances.admit('passwordReset', { address: request.ip, target: body.email }, reply)
  const userId = (await queuePasswordReset(context.db, body.email, languageOf(request))) ?? null
  context.mailing.wake()
  const operation = 'request-password-reset'
  context.audit.record({ ...auditOrigin(request), operation, outcome: 'ok', userId })
}

/** Sets a new password by the mailed link and signs the user out everywhere. */
export async function reset(
  context: AuthContext,
  { body, request, reply }: ValidRequest<NewPasswordRequest>,
): Promise<void> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  const hash = tokenHashOf(body.token)
  const person = await findResetUser(context.db, hash)
  if (person === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  requireStrongPassword(context, { password: body.password, person: [person.email, person.name] })
  const passwordHash = await context.passwordQueue.run(request.ip, () => hashPassword(body.password))
  const userId = await resetPassword(context.db, hash, passwordHash)
  if (userId === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  context.mailing.wake()
  context.audit.record({ ...auditOrigin(request), operation: 'reset-password', outcome: 'ok', userId })
}

/** Changes the password of the signed-in user and signs out all their other browsers. */
export async function change(context: AuthContext, call: ValidRequest<ChangePasswordRequest>): Promise<void> {
  const { email, name } = await provePassword(context, call)
  const { new_password: password } = call.body
  requireStrongPassword(context, { password, person: [email, name], field: 'new_password' })
  const { userId, signInId } = userCallerOf(call.request)
  const passwordHash = await context.passwordQueue.run(call.request.ip, () => hashPassword(password))
  await changePassword(context.db, { userId, signInId, passwordHash })
  context.mailing.wake()
  context.audit.record({ ...auditOrigin(call.request), operation: 'change-password', outcome: 'ok', userId })
}
