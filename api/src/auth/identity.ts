import { ServiceError } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db'
import type { AuthContext } from './context.ts'
import type { Claims } from './access-token.ts'
import { slugOf } from '../base/slug.ts'
import { findIdentity, insertIdentity, updateUser, type UserRow } from './store.ts'

/**
 * The user an outside issuer's token speaks of, by issuer and subject alone. A subject not seen before becomes a user
 * with an account of their own; an e-mail that somebody else here has too joins nobody.
 *
 * @throws ServiceError TOKEN_INVALID when the token names no e-mail
 */
export async function userOfIdentity(context: AuthContext, claims: Claims): Promise<UserRow> {
  const found = await findIdentity(context.db, claims.issuer, claims.subject)
  if (found !== undefined) return refreshed(context, found, claims)
  try {
    return await insertFrom(context, claims)
  } catch (error) {
    const made =
      sqlState(error) === '23505' && (await findIdentity(context.db, claims.issuer, claims.subject))
    if (made) return made
    throw error
  }
}

async function insertFrom(
  { db, random }: AuthContext,
  { issuer, subject, email, name }: Claims,
): Promise<UserRow> {
  if (email === undefined) {
    throw new ServiceError('TOKEN_INVALID', { message: 'This access token names no e-mail' })
  }
  const called = name ?? email.split('@', 1)[0] ?? email
  const slug = slugOf(called, 'account')
  const account = { name: called, slug, slugIfTaken: `${slug}-${random(4).toString('hex')}` }
  return insertIdentity(db, { issuer, subject, email, name: called }, account)
}

/** Names and e-mails change at the issuer; here they follow. */
async function refreshed({ db }: AuthContext, user: UserRow, claims: Claims): Promise<UserRow> {
  const current = { id: user.id, email: claims.email ?? user.email, name: claims.name ?? user.name }
  if (current.email !== user.email || current.name !== user.name) await updateUser(db, current)
  return current
}
