import { type CurrentUser, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { AuthContext } from '../auth/context.ts'
import { findUser, listMemberships } from './store.ts'

/** The signed-in user and the accounts they belong to. */
export async function me({ db }: AuthContext, userId: string): Promise<CurrentUser> {
  const [user, memberships] = await Promise.all([findUser(db, userId), listMemberships(db, userId)])
  // The user was deleted after the token was issued.
  if (user === undefined) throw new ServiceError('TOKEN_INVALID')
  const accounts = memberships.map(({ account_id, ...membership }) => ({
    ...membership,
    account_id: Number(account_id),
    permissions: [...PERMISSIONS_OF_ROLE[membership.role]],
  }))
  const { is_email_verified: email_verified, ...person } = user
  return { user: person, email_verified, accounts }
}
