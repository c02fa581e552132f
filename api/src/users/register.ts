import { type RegisterRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db/db'
import postgres from 'postgres'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { UNIQUE_VIOLATION } from '../base/sql-state.ts'
import { newAccount } from '../auth/new-account.ts'
import { insertUserWithAccount, type IdentityRow } from '../auth/store.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { startFamily } from './token-pair.ts'
import { hashPassword } from './passwords.ts'

/** Creates a user with an account of their own and signs them in. */
export async function register(
  context: AuthContext,
  call: ValidRequest<RegisterRequest>,
): Promise<TokenPair> {
  const { body, request, reply } = call
  await context.entrances.admit('register', { address: request.ip }, reply)
  const passwordHash = await context.passwordQueue.run(request.ip, () => hashPassword(body.password))
  const user = await insertUser(context, { ...body, passwordHash })
  context.audit.record({ ...auditOrigin(request), operation: 'register', outcome: 'ok', userId: user.id })
  return startFamily(context, user)
}

async function insertUser(
  { db, random }: AuthContext,
  { name, email, passwordHash, account_name: accountName = name }: RegisterRequest & { passwordHash: string },
): Promise<IdentityRow> {
  const account = newAccount(accountName, random)
  const insert = (slug: string) =>
    insertUserWithAccount(db, { email, name, passwordHash, isEmailVerified: true }, { ...account, slug })
  try {
    return await insert(account.slug)
  } catch (error) {
    if (isTaken(error, 'users_email')) throw new ServiceError('EMAIL_TAKEN')
    // Two accounts of one name were created at the same time: the second gets the longer slug.
    if (isTaken(error, 'accounts_slug_key')) return insert(account.slugIfTaken)
    throw error
  }
}

function isTaken(error: unknown, constraint: string): boolean {
  return (
    sqlState(error) === UNIQUE_VIOLATION &&
    error instanceof postgres.PostgresError &&
    error.constraint_name === constraint
  )
}
