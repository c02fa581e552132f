import type { Access } from '../../ticket-session/ticket-session.ts'
import { plainPathOf } from '../policy/rules.ts'
import type { Need } from './row.ts'
import { findRow } from './table.ts'

/**
 * What becomes of a request of a session. `with-token`: it is passed on with the token of the ticket system; `as-stranger`:
 * without it, as anybody's; the others are refused.
 */
export type Decision = 'with-token' | 'as-stranger' | 'not-allowed' | 'other-event' | 'home'

type RightsRequest = { method: string; path: string }

/**
 * The token goes only with requests that the table names. Everything else is refused, or passed on as a stranger's where
 * strangers may: such a request can do nothing that anybody could not, however a server behind us reads its path.
 */
export async function decide(
  access: Access,
  { method, path }: RightsRequest,
  isLinked: (eventId: number) => boolean | Promise<boolean>,
): Promise<Decision> {
  if (access === 'full') return isOtherAuth(path) ? 'as-stranger' : 'with-token'
  if (method === 'GET' && HOME.test(path)) return 'home'
  const row = findRow(method, path)
  if (row === null) return isGuarded(path) ? 'not-allowed' : 'as-stranger'
  const isTheirs = row.eventId === null || (await isLinked(row.eventId))
  if (row.need === 'open') return isTheirs ? 'with-token' : 'as-stranger'
  if (!ALLOWS[access].has(row.need)) return 'not-allowed'
  return isTheirs ? 'with-token' : 'other-event'
}

const ALLOWS: Record<Exclude<Access, 'full'>, ReadonlySet<Need>> = {
  edit: new Set(['view', 'edit']),
  view: new Set(['view']),
}

/** Where the front end leads from anywhere, also after a refused call: a page of our own, so that it leads in no circle. */
const HOME = /^\/(?:$|auth\/login\/?$|manage\/?$|manage\/events\/?$)/

/**
 * Signing in says who somebody is from then on: who they were before must not decide it. Signing out and renewing get the
 * token in the one spelling that is handled here: in another one they would revoke a token that a whole account uses.
 */
function isOtherAuth(path: string): boolean {
  if (OWN_AUTH.has(path)) return false
  return /^(?:\/api)?\/auth(?:\/|$)/.test(plainPathOf(path) ?? '')
}

const OWN_AUTH = new Set(['/api/auth/logout', '/auth/logout', '/api/auth/refresh', '/auth/refresh'])

/** What only people who are signed in can use, in any spelling. */
export function isGuarded(path: string): boolean {
  return /^\/+(?:manage|account|welcome|api)(?:\/|$)/i.test(path) && !/^\/api\/(?:public|auth)\//.test(path)
}
