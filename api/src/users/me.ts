import { type CurrentUser, type Membership, PERMISSIONS_OF_ROLE, ServiceError } from '@tuvens/contract'
import type { AuthContext } from '../auth/context.ts'
import { findUser, listMemberships, type MembershipRow } from './store.ts'

/** The signed-in user and the accounts they belong to. */
export async function me({ db }: AuthContext, userId: string): Promise<CurrentUser> {
  const [user, memberships] = await Promise.all([findUser(db, userId), listMemberships(db, userId)])
  // The user was deleted after the token was issued.
  if (user === undefined) throw new ServiceError('TOKEN_INVALID')
  return { user, accounts: memberships.map(membershipOf) }
}

function membershipOf({ account_id, name, slug, role, is_default }: MembershipRow): Membership {
  return {
    account_id: Number(account_id),
    name,
    slug,
    role,
    permissions: [...PERMISSIONS_OF_ROLE[role]],
    is_default,
  }
}
