import type { BaseContext } from '../base-context.ts'
import { Refusal } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { isPassword } from './password.ts'
import {
  type AccountRow,
  findMember,
  findUserByEmail,
  listAccountsOf,
  recordLogin,
  type UserRow,
} from './store.ts'
import { issueToken } from './token.ts'

export type LoggedIn = { token: string | null; user: UserRow; accounts: AccountRow[] }

/**
 * Signs a user in with e-mail and password. `token` is null for a user of several accounts who named none: the caller
 * offers `accounts` and logs in again with one of them.
 *
 * @param address of the client
 * @throws Refusal 401; ServiceError RATE_LIMITED
 */
export async function login(context: BaseContext, input: unknown, address: string): Promise<LoggedIn> {
  const wanted = readLogin(input)
  const guess = { address, target: wanted.email }
  const { isKnown: isFirst } = await context.guesses.begin(guess)
  const user = await findUserByEmail(context.db, wanted.email)
  const isRight = await context.passwordQueue.run(
    address,
    () => isPassword(user?.password_hash, wanted.password),
    { isFirst },
  )
  if (user === undefined || !isRight) throw new Refusal(401, 'Username or Password are incorrect', {})
  await context.guesses.succeed(guess)
  const accounts = await listAccountsOf(context.db, user.id)
  const accountId = wanted.accountId ?? (accounts.length === 1 ? accounts[0]?.id : undefined)
  if (accountId === undefined) return { token: null, user, accounts }
  return { token: await openAccount(context, user.id, accountId), user, accounts }
}

async function openAccount(context: BaseContext, userId: number, accountId: number): Promise<string> {
  const member = await findMember(context.db, { userId, accountId })
  if (member === undefined) throw new Refusal(401, 'Username or Password are incorrect', {})
  await recordLogin(context.db, { userId, accountId, at: new Date(context.clock.now()) })
  return issueToken(context, { userId, accountId, role: member.role, path: '/auth/login' })
}

function readLogin(input: unknown) {
  const fields = new Fields(input)
  const wanted = {
    email: fields.email('email'),
    password: fields.text('password', { max: 200, kind: 'secret' }),
    accountId: fields.optionalInteger('account_id', { min: 1, max: 2 ** 31 - 1 }),
  }
  fields.done()
  return wanted
}
