import type { ErrorCode } from '@tuvens/contract'

/** Who made a request and from where: the part of an audit row that every operation has. */
export type AuditOrigin = { actor: string; requestId: string; address: string }

export type AuditEntry = AuditOrigin & {
  at: Date
  operation: string
  outcome: 'ok' | ErrorCode
  userId?: string | null
  accountId?: number | null
  eventId?: string | null
  /** For a person who reads the log. Never holds a secret, a token or a body. */
  note?: string
}
