import { Type, type Static } from 'typebox'
import { Permission, Role } from '../people/accounts.ts'
import { ContactData, EventDetails, TicketingFields } from '../events.ts'
import { Id, IntId, Nullable, STRICT } from '../ids.ts'

/** 32 random bytes, base64url: 43 characters. Longer and shorter strings are refused before any look-up. */
export const SESSION_TOKEN_LENGTH = 43
/**
 * The secret of a session (spec 2.3). It can be consumed once; afterwards it identifies the session to the API until the
 * session expires, one hour after it was issued at the latest.
 */
export const SessionToken = Type.String({
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: '32 bytes, base64url',
})

/** The public name of a session. It is no secret: nothing can be done with it. */
export const SessionId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'UUID, lower case',
})

/** The SHA-256 of a code verifier, base64url (`S256` of RFC 7636 4.2). */
export const CodeChallenge = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'S256, RFC 7636' })
/** The secret of the browser that asked for a session (RFC 7636 4.1). */
export const CodeVerifier = Type.String({
  pattern: '^[A-Za-z0-9._~-]{43,128}$',
  description: 'RFC 7636',
})

/**
 * Body of A1. Without `event_id` the session is for the account alone. With `code_challenge` only the browser that has the
 * code verifier can use the session.
 */
export const GenerateSessionRequest = Type.Object(
  {
    account_id: Type.Optional(Nullable(IntId)),
    event_id: Type.Optional(Id),
    code_challenge: Type.Optional(CodeChallenge),
  },
  STRICT,
)
/** The account and event for which a session token is requested. */
export type GenerateSessionRequest = Static<typeof GenerateSessionRequest>

/** Response of A1: the token, and where the browser takes it. */
export const GenerateSessionResponse = Type.Object({
  session_token: SessionToken,
  expires_at: Type.String(),
  account_id: IntId,
  /** The token is in the fragment, and the code challenge if there is one: they reach no log, no referrer, no proxy. */
  landing_url: Type.String(),
})
/** A new session as the event site reads it. */
export type GenerateSessionResponse = Static<typeof GenerateSessionResponse>

/**
 * Body of A2. The token is consumed: a second call is refused, except as a repeat with the same idempotency key. A session
 * with a code challenge needs its `code_verifier`; without the right one it is refused, and revoked.
 */
export const ValidateSessionRequest = Type.Object(
  { session_token: SessionToken, code_verifier: Type.Optional(CodeVerifier) },
  STRICT,
)
/** The token to consume. */
export type ValidateSessionRequest = Static<typeof ValidateSessionRequest>
/** The same call for callers that name the token `code`. */
export const ValidateCodeRequest = Type.Object(
  { code: SessionToken, code_verifier: Type.Optional(CodeVerifier) },
  STRICT,
)
/** The token to consume, under its other name. */
export type ValidateCodeRequest = Static<typeof ValidateCodeRequest>

/** The event a session is bound to, as the ticket system's side needs it to fill it in. */
export const SessionEvent = Type.Object({
  id: Id,
  ...EventDetails.properties,
  /** Rises with every write of the event. Missing when the API does not count them. */
  revision: Type.Optional(Type.Integer({ minimum: 1 })),
  /** The event's page on Tuvens. */
  url: Type.String(),
  contactData: ContactData,
  ...TicketingFields.properties,
})
/** The event of a session as the ticket origin reads it. */
export type SessionEvent = Static<typeof SessionEvent>

/** Response of A2: who the organiser is and what they may do. `user_data` repeats it for older callers. */
export const ValidatedSession = Type.Object({
  valid: Type.Literal(true),
  /** Names the session in later calls of `sessionStatus`. */
  session_id: SessionId,
  user_id: Id,
  email: Type.String(),
  name: Type.String(),
  account_id: IntId,
  /** The name events of this account go by. */
  organiser: Type.String(),
  role: Role,
  permissions: Type.Array(Permission),
  expires_at: Type.String(),
  /** Whether the session was bound to the browser that used it. Only such a session may attach an existing login. */
  is_bound: Type.Boolean(),
  /** Whether the user showed that the e-mail is theirs. Only then may the ticket origin act on it. */
  email_verified: Type.Boolean(),
  event: Type.Optional(SessionEvent),
  user_data: Type.Object({
    account_id: IntId,
    email: Type.String(),
    name: Type.String(),
    permissions: Type.Array(Permission),
  }),
})
/** A consumed session as the ticket origin reads it. */
export type ValidatedSession = Static<typeof ValidatedSession>

/** Query of A3; the token may be in a header instead, which reaches no log. */
export const UserAccountsQuery = Type.Object({ session_token: Type.Optional(SessionToken) }, STRICT)

/** One account of the user of a session. */
export const UserAccount = Type.Object({
  id: IntId,
  account_id: IntId,
  name: Type.String(),
  slug: Type.String(),
  email: Type.String(),
  role: Role,
  permissions: Type.Array(Permission),
})
/** Response of A3. */
export const UserAccounts = Type.Object({ accounts: Type.Array(UserAccount) })
/** The accounts as the ticket origin reads them. */
export type UserAccounts = Static<typeof UserAccounts>

/** Body of A4. `resource_id` is an account (number) or an event (text). */
export const ValidatePermissionRequest = Type.Object(
  {
    session_token: SessionToken,
    permission: Permission,
    resource_id: Type.Optional(Type.Union([IntId, Id])),
  },
  STRICT,
)
/** A permission to check, and the session to check it for. */
export type ValidatePermissionRequest = Static<typeof ValidatePermissionRequest>

/** Response of A4. `granted` repeats `has_permission` for older callers. */
export const ValidatePermissionResponse = Type.Object({
  has_permission: Type.Boolean(),
  granted: Type.Boolean(),
  valid: Type.Literal(true),
  permission: Permission,
})
/** The decision as the ticket origin reads it. */
export type ValidatePermissionResponse = Static<typeof ValidatePermissionResponse>

/** Sessions that one call of `sessionStatus` may name. */
export const MAX_SESSIONS_PER_STATUS = 200
/** Body of `sessionStatus`. */
export const SessionStatusRequest = Type.Object(
  { session_ids: Type.Array(SessionId, { minItems: 1, maxItems: MAX_SESSIONS_PER_STATUS }) },
  STRICT,
)
/** The sessions whose rights the caller holds. */
export type SessionStatusRequest = Static<typeof SessionStatusRequest>

/**
 * Whether one session still gives rights: it was validated, was not revoked, and its user still has the role that they had
 * when it was validated. The expiry of its token does not matter. An unknown session is not active.
 * `revocation_reason` is there only for a session that a misuse of its token revoked: the error code of that use. A reader
 * treats a value that it does not recognise like none.
 */
export const SessionStatus = Type.Object({
  session_id: SessionId,
  is_active: Type.Boolean(),
  /** The role of its user in its account today; null without one. */
  role: Nullable(Role),
  /** Empty when the session is not active. */
  permissions: Type.Array(Permission),
  /** `SESSION_ALREADY_USED`: the token was used a second time. `SESSION_BROWSER_MISMATCH`: in another browser. */
  revocation_reason: Type.Optional(
    Type.String({ description: 'SESSION_ALREADY_USED or SESSION_BROWSER_MISMATCH' }),
  ),
})
/** The state of one session as the ticket origin reads it. */
export type SessionStatus = Static<typeof SessionStatus>
/** Response of `sessionStatus`: one entry for each session of the request, in the same order. */
export const SessionStatusResponse = Type.Object({ sessions: Type.Array(SessionStatus) })
/** The states as the ticket origin reads them. */
export type SessionStatusResponse = Static<typeof SessionStatusResponse>

/** Body of `revokeSession`. */
export const RevokeSessionRequest = Type.Object({ session_token: SessionToken }, STRICT)
/** Response of `revokeSession`, also when there was nothing to revoke. */
export const RevokeSessionResponse = Type.Object({ revoked: Type.Literal(true) })
