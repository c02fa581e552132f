import type { CurrentUser, Membership, Permission, User } from '@tuvens/contract'
import type { Answer } from '../api/answer.ts'
import type { Api } from '../api/api.ts'
import type { SessionCookies } from './cookies.ts'
import type { Refresher } from './refresh.ts'

/** Who asks. `unknown`: there is a session, but the API cannot be asked whose. */
export type Visitor =
  | { kind: 'guest' }
  | { kind: 'unknown' }
  | { kind: 'member'; user: User; accounts: Membership[]; accessToken: string }

/** Finds out who asks, renewing the session when its access token is gone or refused. */
export async function resolveVisitor(
  cookies: SessionCookies,
  { api, refresh }: { api: Api; refresh: Refresher },
): Promise<Visitor> {
  const held = cookies.read()
  if (held.access !== undefined) {
    const me = await api.as(held.access).me()
    if (me.ok || me.failure.status !== 401) return visitorOf(me, held.access)
  }
  if (held.refresh === undefined) return { kind: 'guest' }
  const pair = await refresh(held.refresh)
  if (pair.ok) {
    cookies.write(pair.value)
    return visitorOf(await api.as(pair.value.access_token).me(), pair.value.access_token)
  }
  if (pair.failure.status >= 500 || pair.failure.status === 429) return { kind: 'unknown' }
  cookies.clear()
  return { kind: 'guest' }
}

function visitorOf(me: Answer<CurrentUser>, accessToken: string): Visitor {
  if (me.ok) return { kind: 'member', ...me.value, accessToken }
  return me.failure.status === 401 ? { kind: 'guest' } : { kind: 'unknown' }
}

/** The visitor's accounts on which they hold `permission`. */
export function accountsWith(visitor: Visitor, permission: Permission): Membership[] {
  if (visitor.kind !== 'member') return []
  return visitor.accounts.filter((each) => each.permissions.includes(permission))
}

export function may(visitor: Visitor, permission: Permission, accountId: number): boolean {
  return accountsWith(visitor, permission).some((each) => each.account_id === accountId)
}
