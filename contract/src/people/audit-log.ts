import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable, STRICT } from '../ids.ts'

/** Query of `readAuditLog`: `before` is the `next` of the page before. */
export const AuditLogQuery = Type.Object(
  { before: Type.Optional(Type.String({ pattern: '^[0-9T:.Z-]{20,30}~[0-9]{1,18}$' })) },
  STRICT,
)
/** Which page of the audit log. */
export type AuditLogQuery = Static<typeof AuditLogQuery>

/** What somebody did in an account, and the outcome. */
export const AuditLogEntry = Type.Object({
  at: Instant,
  operation: Type.String(),
  /** `ok` or an error code. */
  outcome: Type.String(),
  /** `user`: a person; `operator`: the support of this platform; `platform`: an API key; `service`: the ticket system or another service. */
  by: Type.Union([
    Type.Literal('user'),
    Type.Literal('operator'),
    Type.Literal('platform'),
    Type.Literal('service'),
    Type.Literal('anyone'),
  ]),
  /** The name of the user or of the API key; null when it was none, or that is deleted. */
  name: Nullable(Type.String()),
  event_id: Nullable(Id),
  event_title: Nullable(Type.String()),
})
/** What somebody did in an account. */
export type AuditLogEntry = Static<typeof AuditLogEntry>

/** A page of the audit log of an account, the newest first. `next` is null on the last page. */
export const AuditLog = Type.Object({ entries: Type.Array(AuditLogEntry), next: Nullable(Type.String()) })
/** A page of the audit log of an account. */
export type AuditLog = Static<typeof AuditLog>
