import type { CurrentUser, Membership, Permission, User } from '@tuvens/contract'
import type { ApiFailure, ApiResult } from '../api/result.ts'
import type { ApiClient } from '../api/client.ts'
import type { SessionCookies, SignedOutReason } from './cookies.ts'
import type { Refresher } from './refresh.ts'

/** Who sends the request. `unknown`: there is a session, but the API does not respond. */
export type SiteVisitor =
  | { kind: 'guest' }
  | { kind: 'unknown' }
  | {
      kind: 'member'
      user: User
      isEmailVerified: boolean
      accounts: Membership[]
      accessToken: string
    }

/** Identifies the visitor, and renews the session when its access token has expired or is refused. */
export async function resolveVisitor(
  cookies: SessionCookies,
  { api, refresh }: { api: ApiClient; refresh: Refresher<ApiClient> },
): Promise<SiteVisitor> {
  const held = cookies.read()
  if (held.access !== undefined) {
    const me = await api.as(held.access).me()
    if (me.ok || me.failure.status !== 401) return visitorOf(me, held.access)
  }
  if (held.refresh === undefined) return { kind: 'guest' }
  const pair = await refresh(held.refresh, api)
  if (pair.ok) {
    cookies.write(pair.value)
    return visitorOf(await api.as(pair.value.access_token).me(), pair.value.access_token)
  }
  if (pair.failure.status >= 500 || pair.failure.status === 429) return { kind: 'unknown' }
  cookies.clear()
  cookies.writeSignedOut(reasonOf(pair.failure))
  return { kind: 'guest' }
}

function reasonOf({ code, details }: ApiFailure): SignedOutReason {
  if (code === 'TOKEN_EXPIRED') return 'expired'
  return details.some(({ field }) => field === 'refresh_token') ? 'reused' : 'ended'
}

function visitorOf(me: ApiResult<CurrentUser>, accessToken: string): SiteVisitor {
  if (me.ok) {
    const { user, accounts, email_verified: isEmailVerified } = me.value
    return { kind: 'member', user, isEmailVerified, accounts, accessToken }
  }
  return me.failure.status === 401 ? { kind: 'guest' } : { kind: 'unknown' }
}

/** The visitor's accounts on which they hold `permission`. */
export function accountsWith(visitor: SiteVisitor, permission: Permission): Membership[] {
  if (visitor.kind !== 'member') return []
  return visitor.accounts.filter((each) => each.permissions.includes(permission))
}

export function hasPermission(visitor: SiteVisitor, permission: Permission, accountId: number): boolean {
  return accountsWith(visitor, permission).some((each) => each.account_id === accountId)
}
