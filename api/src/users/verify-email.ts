import {
  type MailedLinkRequest,
  type ResendRequest,
  ServiceError,
  type TokenPair,
  type VerifyEmailRequest,
} from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { matchesPassword } from '../auth/password/passwords.ts'
import { findUserWithPassword } from '../auth/password/prove-password.ts'
import { startSignIn } from '../auth/sign-in/start-sign-in.ts'
import { findOneTimeToken } from '../base/one-time-token.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { insertMail } from '../mail/store.ts'
import { findUser, verifyEmail } from './store.ts'

/** Confirms an e-mail by its link and the password that was chosen at sign-up, and signs in. */
export async function confirmEmail(
  context: AuthContext,
  { body, request, reply }: ValidRequest<VerifyEmailRequest>,
): Promise<TokenPair> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  const hash = tokenHashOf(body.token)
  const found = await findOneTimeToken(context.db, { hash, purpose: 'verify_email' })
  const userId = found?.user_id ?? null
  if (userId === null) throw new ServiceError('MAILED_LINK_INVALID')
  await context.limits.countOrThrow('passwordAgain', userId, reply)
  const user = await findUserWithPassword(context.db, userId)
  const check = () => matchesPassword(user?.password_hash ?? null, body.password)
  if (!(await context.passwordQueue.run(request.ip, check))) throw new ServiceError('INVALID_CREDENTIALS')
  return startSignIn(context, await verify(context, { hash, userId, request }), request)
}

/** Confirms the e-mail of the signed-in user by its link. */
export async function confirmOwnEmail(
  context: AuthContext,
  { body, request, reply }: ValidRequest<MailedLinkRequest>,
): Promise<void> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  await verify(context, { hash: tokenHashOf(body.token), userId: userOf(request), request })
}

type Verification = { hash: Buffer; userId: string; request: FastifyRequest }

async function verify(context: AuthContext, { hash, userId, request }: Verification) {
  const user = await verifyEmail(context.db, hash, userId)
  const outcome = user === undefined ? 'MAILED_LINK_INVALID' : 'ok'
  context.audit.record({ ...auditOrigin(request), operation: 'verify-email', outcome, userId })
  if (user === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  return user
}

/** Mails the link again. For a user who confirmed the e-mail already, there is nothing to do. */
export async function resendVerification(
  context: AuthContext,
  { body: { next }, request, reply }: ValidRequest<ResendRequest>,
): Promise<void> {
  const userId = userOf(request)
  await context.limits.countOrThrow('mailedAgain', userId, reply)
  const user = await findUser(context.db, userId)
  if (user === undefined || user.is_email_verified) return
  await context.entrances.admit('mail', { address: request.ip, target: user.email })
  const data = next === undefined ? {} : { next }
  await insertMail(context.db, { kind: 'verify_email', recipient: user.email, userId, data })
  context.mailing.wake()
  context.audit.record({ ...auditOrigin(request), operation: 'resend-verification', outcome: 'ok', userId })
}
