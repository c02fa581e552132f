import { type RegisterRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db/db'
import type { FastifyRequest } from 'fastify'
import postgres from 'postgres'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { newAccount } from '../auth/new-account.ts'
import { hashPassword } from '../auth/password/passwords.ts'
import { startSignIn } from '../auth/sign-in/start-sign-in.ts'
import { insertUserWithAccount } from '../auth/store.ts'
import { requireStrongPassword } from '../auth/password/weak-password.ts'
import { UNIQUE_VIOLATION } from '../base/sql-state.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { insertMail } from '../mail/store.ts'
import { deleteUnverified, isInvited } from './store.ts'

/**
 * Creates a user with an account of their own, signs them in and mails the link that confirms the e-mail; the secret of an
 * invitation to that address confirms it, too. A user of the same e-mail who never confirmed it is deleted.
 */
export async function register(
  context: AuthContext,
  call: ValidRequest<RegisterRequest>,
): Promise<TokenPair> {
  const { body, request, reply } = call
  await context.entrances.admit('register', { address: request.ip }, reply)
  const { password, email, name } = body
  requireStrongPassword(context, { password, person: [email, name] })
  await context.entrances.admit('mail', { address: request.ip, target: email })
  const passwordHash = await context.passwordQueue.run(request.ip, () => hashPassword(password))
  const pair = await insertUser(context, { ...body, passwordHash }, request).catch((error: unknown) => {
    throw isTaken(error, 'users_email') ? new ServiceError('EMAIL_TAKEN') : error
  })
  context.mailing.wake()
  context.audit.record({
    ...auditOrigin(request),
    operation: 'register',
    outcome: 'ok',
    userId: pair.user.id,
  })
  return pair
}

/** All in one transaction: another registration of the same e-mail may delete this user at once. */
async function insertUser(
  context: AuthContext,
  registration: RegisterRequest & { passwordHash: string },
  request: FastifyRequest,
): Promise<TokenPair> {
  const { name, email, passwordHash, account_name: accountName = name, invitation, next } = registration
  const account = newAccount(accountName, context.random)
  const data = next === undefined ? {} : { next }
  const insertWith = (slug: string) =>
    context.db.begin(async (sql) => {
      await deleteUnverified(sql, email)
      const isEmailVerified =
        invitation !== undefined && (await isInvited(sql, tokenHashOf(invitation), email))
      const user = { email, name, passwordHash, isEmailVerified }
      const inserted = await insertUserWithAccount(sql, user, { ...account, slug })
      if (!isEmailVerified)
        await insertMail(sql, { kind: 'verify_email', recipient: email, userId: inserted.id, data })
      return startSignIn({ ...context, db: sql }, inserted, request)
    })
  // Two accounts of one name may be created at the same time: the second gets the longer slug.
  return insertWith(account.slug).catch((error: unknown) => {
    if (isTaken(error, 'accounts_slug_key')) return insertWith(account.slugIfTaken)
    throw error
  })
}

function isTaken(error: unknown, constraint: string): boolean {
  return (
    sqlState(error) === UNIQUE_VIOLATION &&
    error instanceof postgres.PostgresError &&
    error.constraint_name === constraint
  )
}
