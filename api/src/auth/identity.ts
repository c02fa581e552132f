import { ServiceError } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db/db'
import type { AuthContext } from './context.ts'
import { onlyRow } from '../base/only-row.ts'
import { UNIQUE_VIOLATION } from '../base/sql-state.ts'
import type { AccessTokenClaims } from './access-token.ts'
import { newAccount } from './new-account.ts'
import { findIdentity, insertUserWithAccount, updateUser, type IdentityRow } from './store.ts'

/**
 * Finds the user of an outside issuer's token by issuer and subject, never by e-mail: an issuer that does not verify
 * e-mails must not give access to another user. A new subject becomes a user with an account of their own.
 *
 * @throws ServiceError TOKEN_INVALID when a new user's token has no e-mail
 */
export async function userOfIdentity(context: AuthContext, claims: AccessTokenClaims): Promise<IdentityRow> {
  const found = await findIdentity(context.db, claims.issuer, claims.subject)
  if (found !== undefined) return updateFromClaims(context, found, claims)
  try {
    return await insertFrom(context, claims)
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    // The first two requests of a new user ran at the same time; the other one inserted the row.
    const inserted = await findIdentity(context.db, claims.issuer, claims.subject)
    return onlyRow(inserted === undefined ? [] : [inserted])
  }
}

async function insertFrom(
  { db, random }: AuthContext,
  { issuer, subject, email, name, isEmailVerified }: AccessTokenClaims,
): Promise<IdentityRow> {
  if (email === undefined) {
    throw new ServiceError('TOKEN_INVALID', { message: 'This access token has no e-mail' })
  }
  const userName = name ?? email.split('@', 1)[0] ?? email
  const user = { email, name: userName, passwordHash: null, isEmailVerified, identity: { issuer, subject } }
  return insertUserWithAccount(db, user, newAccount(userName, random))
}

/** The issuer owns names and e-mails. */
async function updateFromClaims(
  { db }: AuthContext,
  { is_email_verified: wasVerified, ...user }: IdentityRow & { is_email_verified: boolean },
  claims: AccessTokenClaims,
): Promise<IdentityRow> {
  const current = { id: user.id, email: claims.email ?? user.email, name: claims.name ?? user.name }
  const { isEmailVerified } = claims
  const isSame = current.email === user.email && current.name === user.name && wasVerified === isEmailVerified
  if (!isSame) await updateUser(db, { ...current, isEmailVerified })
  return current
}
