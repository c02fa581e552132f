import { type RegisterRequest, ServiceError, type TokenPair } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db'
import postgres from 'postgres'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import type { Call } from '../http/call.ts'
import { startFamily } from './token-pair.ts'
import { hashPassword } from './passwords.ts'
import { slugOf } from '../base/slug.ts'
import { insertUserWithAccount, type UserRow } from '../auth/store.ts'

/** Makes a user with an account of their own and signs them in. */
export async function register(context: AuthContext, call: Call<RegisterRequest>): Promise<TokenPair> {
  const { body, request, reply } = call
  await context.limits.take('register', request.ip, reply)
  const passwordHash = await hashPassword(body.password)
  const user = await insertOnce(context, { ...body, passwordHash })
  context.audit.record({ ...auditOrigin(request), operation: 'register', outcome: 'ok', userId: user.id })
  return startFamily(context, user)
}

async function insertOnce(
  { db, random }: AuthContext,
  { name, email, passwordHash, account_name: accountName = name }: RegisterRequest & { passwordHash: string },
): Promise<UserRow> {
  const slug = slugOf(accountName, 'account')
  const account = { name: accountName, slug, slugIfTaken: `${slug}-${random(4).toString('hex')}` }
  const insert = (slug: string) =>
    insertUserWithAccount(db, { email, name, passwordHash }, { ...account, slug })
  try {
    return await insert(slug)
  } catch (error) {
    if (isTaken(error, 'users_email')) throw new ServiceError('EMAIL_TAKEN')
    // Two people of one name in the same moment: the second gets the longer slug.
    if (isTaken(error, 'accounts_slug_key')) return insert(account.slugIfTaken)
    throw error
  }
}

function isTaken(error: unknown, constraint: string): boolean {
  return (
    sqlState(error) === '23505' &&
    error instanceof postgres.PostgresError &&
    error.constraint_name === constraint
  )
}
