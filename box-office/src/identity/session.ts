import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { findBearer, findUser, revokeToken, type Role, type UserRow } from './store.ts'
import { issueToken, readToken, type TokenClaims } from './token.ts'

/** Who is asking. Everything that belongs to an account is looked up by `accountId`. */
export type Principal = { userId: number; accountId: number; role: Role; claims: TokenClaims }

/** A person with a valid token, who may still lack the account the token names. */
export type Bearer = { userId: number; accountId: number | null; role: Role | null; claims: TokenClaims }

export function unauthenticated(): Refusal {
  return new Refusal(401, 'Unauthenticated.')
}

/** Who a token belongs to; null when it is forged, over, or revoked. */
export async function authenticate(context: Context, token: string | undefined): Promise<Bearer | null> {
  if (token === undefined || token.length > 4096) return null
  const claims = await readToken(context, token)
  if (claims === null) return null
  const { userId, accountId, jtiHash } = claims
  const found = await findBearer(context.db, { userId, accountId: accountId ?? 0, jtiHash })
  return found === undefined ? null : { userId, accountId, role: found.role, claims }
}

/**
 * The account a bearer acts for. One who is no member of the account in the token acts for nobody: they see empty
 * lists and find nothing, and learn no more.
 *
 * @throws Refusal 403 when the token names no account
 */
export function principalOf(bearer: Bearer): Principal {
  const { userId, accountId, role, claims } = bearer
  if (accountId === null) throw new Refusal(403, 'No account ID found in token')
  return { userId, accountId: role === null ? 0 : accountId, role: role ?? 'ORGANIZER', claims }
}

/** The token stops working at once. */
export async function logout(context: Context, { claims }: Bearer): Promise<void> {
  await revokeToken(context.db, claims)
}

/**
 * Exchanges a token for a fresh one; of several at the same moment only one gets it.
 *
 * @throws Refusal 401
 */
export async function refresh(context: Context, bearer: Bearer): Promise<{ token: string; user: UserRow }> {
  const { userId, accountId, role } = principalOf(bearer)
  const user = await findUser(context.db, userId)
  if (user === undefined || bearer.role === null) throw unauthenticated()
  if (!(await revokeToken(context.db, bearer.claims))) throw unauthenticated()
  return { token: await issueToken(context, { userId, accountId, role, path: '/auth/refresh' }), user }
}
