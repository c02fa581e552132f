import {
  API_ROUTES,
  HEADERS,
  type LinkedAccount,
  type LinkResponse,
  type ListedLink,
  type ListLinksQuery,
  type ListLinksResponse,
  type PutLinkRequest,
  type SessionStatus,
  type UserAccounts,
  type ValidatedSession,
  type ValidatePermissionRequest,
  type ValidatePermissionResponse,
} from '@tuvens/contract'
import type { ApiCaller } from './call-api.ts'
import { hashOf } from './token.ts'

const ACCOUNTS_MS = 15_000
const MAX_CACHED = 1_000

/** `now` returns milliseconds, `newKey` a unique idempotency key. */
export type AuthServiceContext = { api: ApiCaller; now: () => number; newKey: () => string }

/** `verifier`: of the click in this browser, if there was one. */
type LandingClient = { verifier?: string | undefined; clientIp?: string }

/**
 * Checklist H1: the signed calls of the ticket origin to the API (spec 2.3).
 *
 * Every method throws ServiceError: the API's own code for a refusal, API_UNAVAILABLE when the API cannot be reached or
 * its response is invalid. Only the list of accounts is cached, for seconds; a validation never is.
 */
export class SecureCrossAppAuthService {
  private readonly context: AuthServiceContext
  private readonly accounts = new Map<string, { value: Promise<UserAccounts>; until: number }>()

  constructor(context: AuthServiceContext) {
    this.context = context
  }

  /**
   * Consumes a session token, for a browser, whose address the API counts. The idempotency key lets a repeated call receive a
   * response that was lost. Two requests of one browser, as of a double click, have the same key, because they must not
   * look like two browsers to the API.
   */
  validateSession(
    sessionToken: string,
    { verifier, clientIp }: LandingClient = {},
  ): Promise<ValidatedSession> {
    return this.context.api.call(API_ROUTES.validateSession, {
      body: { session_token: sessionToken, ...(verifier !== undefined && { code_verifier: verifier }) },
      headers: {
        [HEADERS.idempotencyKey]:
          verifier === undefined
            ? this.context.newKey()
            : hashOf(sessionToken + verifier).toString('base64url'),
        ...(clientIp !== undefined && { [HEADERS.clientAddress]: clientIp }),
      },
    })
  }

  /** Accounts, roles and permissions of the session's user, read at most 15 s ago. */
  userAccounts(sessionToken: string): Promise<UserAccounts> {
    const key = hashOf(sessionToken).toString('base64')
    const found = this.accounts.get(key)
    if (found !== undefined && found.until > this.context.now()) return found.value
    const headers = { [HEADERS.sessionToken]: sessionToken }
    const value = this.context.api.call(API_ROUTES.userAccounts, { query: {}, headers })
    if (this.accounts.size >= MAX_CACHED) this.accounts.clear()
    this.accounts.set(key, { value, until: this.context.now() + ACCOUNTS_MS })
    value.catch(() => this.accounts.delete(key))
    return value
  }

  validatePermission(request: ValidatePermissionRequest): Promise<ValidatePermissionResponse> {
    return this.context.api.call(API_ROUTES.validatePermission, { body: request })
  }

  /** Which sessions still give rights, in the order of the ids; at most `MAX_SESSIONS_PER_STATUS` of them. */
  async sessionStatuses(sessionIds: string[]): Promise<SessionStatus[]> {
    const body = { session_ids: sessionIds }
    return (await this.context.api.call(API_ROUTES.sessionStatus, { body })).sessions
  }

  /** All links of an account, or of all accounts, with the accounts they belong to. */
  async listLinks(accountId?: number): Promise<Pick<ListLinksResponse, 'links' | 'accounts'>> {
    const links: ListedLink[] = []
    const accounts = new Map<number, LinkedAccount>()
    const scope = accountId === undefined ? {} : { account_id: accountId }
    for (let after: string | null = '0'; after !== null; ) {
      const query: ListLinksQuery = after === '0' ? scope : { ...scope, after }
      const page = await this.context.api.call(API_ROUTES.listLinks, { query })
      links.push(...page.links)
      for (const each of page.accounts) accounts.set(each.account_id, each)
      after = page.next
    }
    return { links, accounts: [...accounts.values()] }
  }

  /** The incarnation of the API's database; null before its first start. */
  async findIncarnation(): Promise<string | null> {
    // After the last id there is no link to list.
    const query = { after: String(Number.MAX_SAFE_INTEGER) }
    return (await this.context.api.call(API_ROUTES.listLinks, { query })).incarnation
  }

  /** Links an event to its Hi.Events event; idempotent. */
  putLink(eventId: string, userId: string, link: PutLinkRequest): Promise<LinkResponse> {
    return this.context.api.call(API_ROUTES.putLink, {
      params: { event_id: eventId },
      body: link,
      headers: { [HEADERS.onBehalfOf]: userId },
    })
  }

  /** Unlinks an event; idempotent. */
  deleteLink(eventId: string, userId: string): Promise<LinkResponse> {
    return this.context.api.call(API_ROUTES.deleteLink, {
      params: { event_id: eventId },
      headers: { [HEADERS.onBehalfOf]: userId },
    })
  }
}
