import type { BaseContext } from '../base-context.ts'
import { findBearer, findUser, revokeToken, type UserRow } from './store.ts'
import { type Bearer, principalOf, unauthenticated } from '../rest/principal.ts'
import { issueToken, readToken } from './token.ts'

/** @returns null when the token is invalid, expired or revoked */
export async function authenticate(context: BaseContext, token: string | undefined): Promise<Bearer | null> {
  if (token === undefined || token.length > 4096) return null
  const claims = await readToken(context, token)
  if (claims === null) return null
  const { userId, accountId, jtiHash } = claims
  const found = await findBearer(context.db, { userId, accountId: accountId ?? 0, jtiHash })
  return found === undefined ? null : { userId, accountId, role: found.role, claims }
}

/** Revokes the token at once. */
export async function logout(context: BaseContext, { claims }: Bearer): Promise<void> {
  await revokeToken(context.db, claims)
}

/**
 * Exchanges a token for a new one. Of concurrent calls with one token only one succeeds.
 *
 * @throws Refusal 401
 */
export async function refresh(
  context: BaseContext,
  bearer: Bearer,
): Promise<{ token: string; user: UserRow }> {
  const { userId, accountId, role } = principalOf(bearer)
  const user = await findUser(context.db, userId)
  if (user === undefined || bearer.role === null) throw unauthenticated()
  if (!(await revokeToken(context.db, bearer.claims))) throw unauthenticated()
  return { token: await issueToken(context, { userId, accountId, role, path: '/auth/refresh' }), user }
}
