import type { ErrorCode, Permission, Role, SessionStatus } from '@tuvens/contract'

/** The Tuvens user of a ticket session, as the API described them when it began. */
export type TuvensPerson = {
  /** The session of the API that it began with: the API tells by this id whether it still gives rights. */
  apiSessionId: string
  userId: string
  name: string
  email: string
  accountId: number
  role: Role
  permissions: readonly Permission[]
}

/**
 * What a ticket session may do in the ticket system. `full`: everything its login may do; `edit`: the events that are linked
 * to its account; `view`: the same events, without changing anything.
 */
export type Access = 'full' | 'edit' | 'view'

/** A ticket session that gives rights now. */
export type TicketSession = {
  id: string
  /** Null for somebody who signed in to the ticket system itself: they have the rights of their own login. */
  person: TuvensPerson | null
  access: Access
  /** The token of the ticket system. It never leaves the server side. */
  upstreamToken: string
  /** It is the one of the account's login, which every session of the account uses, and our own calls. */
  usesAccountToken: boolean
  /** The same as it is stored: whether it is still that one. */
  sealedToken: Buffer
}

/**
 * Why a ticket session ended, as its table stores it. `used-again`: the link that it began with was used a second time.
 * `idle` and `expired` follow from the times.
 */
export type EndReason =
  | 'signed-out'
  | 'replaced'
  | 'withdrawn'
  | 'used-again'
  | 'login-removed'
  | 'refused-upstream'
  | 'idle'
  | 'expired'

const MISUSES = new Set<string>(['SESSION_ALREADY_USED', 'SESSION_BROWSER_MISMATCH'] satisfies ErrorCode[])

/** What the API says of a session, as the reason why its ticket session ends; null while it gives rights. */
export function endReasonOf(status: SessionStatus | undefined): 'withdrawn' | 'used-again' | null {
  if (status?.is_active === true) return null
  return MISUSES.has(status?.revocation_reason ?? '') ? 'used-again' : 'withdrawn'
}

/** What a value that a browser holds stands for. `unchecked`: the API did not answer whether it still gives rights. */
export type Resolution =
  | { kind: 'live'; session: TicketSession }
  | { kind: 'ended'; reason: EndReason; person: TuvensPerson | null }
  | { kind: 'unchecked' }
  | { kind: 'unknown' }

/**
 * The rights of a Tuvens user upstream. Who may manage members runs the account; who may manage ticketing has its linked
 * events. The API lets nobody in who has neither and may not view reports.
 */
export function accessOf(permissions: readonly Permission[]): Access {
  if (permissions.includes('manage_members')) return 'full'
  return permissions.includes('manage_ticketing') ? 'edit' : 'view'
}
