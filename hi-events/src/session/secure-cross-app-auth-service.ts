import {
  API_ROUTES,
  HEADERS,
  LinkResponse,
  type PutLinkRequest,
  UserAccounts,
  ValidatedSession,
  ValidatePermissionResponse,
  type ValidatePermissionRequest,
} from '@tuvens/contract'
import { type ApiCaller, idempotent } from './call-api.ts'
import { hashOf } from './token.ts'

const ACCOUNTS_MS = 15_000
const MAX_CACHED = 1_000

/** `now` gives milliseconds, `newKey` an idempotency key nobody else has. */
export type AuthServiceParts = { api: ApiCaller; now: () => number; newKey: () => string }

/**
 * Checklist H1: the ticket origin's side of the cross-app calls (spec 2.3), signed.
 *
 * Every method throws ServiceError: the API's own code for a refusal, API_UNAVAILABLE when it cannot be reached or its
 * answer does not fit. Only the account list is cached, for seconds; a validation never is.
 */
export class SecureCrossAppAuthService {
  private readonly parts: AuthServiceParts
  private readonly accounts = new Map<string, { value: Promise<UserAccounts>; until: number }>()

  constructor(parts: AuthServiceParts) {
    this.parts = parts
  }

  /** Consumes a session token. A lost answer is asked for again under the same idempotency key. */
  validateSession(sessionToken: string): Promise<ValidatedSession> {
    return this.parts.api.call({
      method: 'POST',
      path: API_ROUTES.validateSession.path,
      body: { session_token: sessionToken },
      headers: idempotent(this.parts.newKey()),
      answer: ValidatedSession,
      isRepeatable: true,
    })
  }

  /** Accounts, roles and permissions of the session's user; at most 15 s old. */
  userAccounts(sessionToken: string): Promise<UserAccounts> {
    const key = hashOf(sessionToken).toString('base64')
    const found = this.accounts.get(key)
    if (found !== undefined && found.until > this.parts.now()) return found.value
    const value = this.readAccounts(sessionToken)
    if (this.accounts.size >= MAX_CACHED) this.accounts.clear()
    this.accounts.set(key, { value, until: this.parts.now() + ACCOUNTS_MS })
    value.catch(() => this.accounts.delete(key))
    return value
  }

  validatePermission(request: ValidatePermissionRequest): Promise<ValidatePermissionResponse> {
    return this.parts.api.call({
      method: 'POST',
      path: API_ROUTES.validatePermission.path,
      body: request,
      answer: ValidatePermissionResponse,
      isRepeatable: true,
    })
  }

  /** Ties an event to its Hi.Events event; idempotent. */
  putLink(eventId: string, userId: string, link: PutLinkRequest): Promise<LinkResponse> {
    return this.parts.api.call({
      method: 'PUT',
      path: API_ROUTES.putLink.path.replace(':event_id', eventId),
      body: link,
      headers: { [HEADERS.onBehalfOf]: userId },
      answer: LinkResponse,
      isRepeatable: true,
    })
  }

  /** Unties an event; idempotent. */
  deleteLink(eventId: string, userId: string): Promise<LinkResponse> {
    return this.parts.api.call({
      method: 'DELETE',
      path: API_ROUTES.deleteLink.path.replace(':event_id', eventId),
      headers: { [HEADERS.onBehalfOf]: userId },
      answer: LinkResponse,
      isRepeatable: true,
    })
  }

  private readAccounts(sessionToken: string): Promise<UserAccounts> {
    return this.parts.api.call({
      method: 'GET',
      path: API_ROUTES.userAccounts.path,
      headers: { [HEADERS.sessionToken]: sessionToken },
      answer: UserAccounts,
      isRepeatable: true,
    })
  }
}
