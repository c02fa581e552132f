import type {
  ErrorBody,
  LandingStatusResponse,
  LandingValidateResponse,
  UserAccounts,
} from '@tuvens/contract'

/** Where the browser goes next, or why the landing failed. */
type LandingResult =
  | { ok: true; next: string; returnUrl: string | null }
  /** `code` is one of the contract's error codes, `reason` its message. */
  | { ok: false; code: string; reason: string }

const ROOT = '/api/auth/cross-app'
const NAMES = [
  'session_token',
  'code',
  'code_challenge',
  'return_url',
  'callback_url',
  'app_id',
  'account_id',
  'event_id',
  'tuvens_event_id',
  'timestamp',
  'action',
  'source',
  'event_data',
]

/** Checklist H3: sends the session token from the page's address to the landing's API, and nowhere else. */
export class CrossAppAuthService {
  /** The known parameters of the address; the fragment takes precedence over the query. */
  readonly parameters: Record<string, string>
  private readonly root: string

  /** @param address of the landing page, with query and fragment */
  constructor(address: URL) {
    this.root = address.origin + ROOT
    const given = [
      ...new URLSearchParams(address.search),
      ...new URLSearchParams(address.hash.replace(/^#/, '')),
    ]
    this.parameters = Object.fromEntries(
      given.filter(([name, value]) => NAMES.includes(name) && value !== ''),
    )
  }

  get hasToken(): boolean {
    return this.token !== undefined
  }

  /** Consumes the token. */
  async validate(): Promise<LandingResult> {
    const response = await this.send('/validate', this.parameters)
    if (response === null) return { ok: false, code: 'SERVICE_UNAVAILABLE', reason: '' }
    const body: Partial<LandingValidateResponse & ErrorBody> = await response.json().catch(() => ({}))
    return response.ok && typeof body.next === 'string'
      ? { ok: true, next: body.next, returnUrl: body.return_url ?? null }
      : { ok: false, code: body.code ?? 'INTERNAL_ERROR', reason: body.message ?? '' }
  }

  /** Whether the session, once consumed here, is still valid. */
  async status(): Promise<LandingStatusResponse | null> {
    const response = await this.send('/status')
    return response?.ok ? response.json() : null
  }

  /** The accounts of the session's user. */
  async accounts(): Promise<UserAccounts | null> {
    const response = await this.send('/accounts')
    return response?.ok ? response.json() : null
  }

  async hasPermission(permission: string, resourceId?: string | number): Promise<boolean> {
    const body = { session_token: this.token, permission, resource_id: resourceId }
    const response = await this.send('/validate-permission', body)
    return response?.ok ? (await response.json()).has_permission === true : false
  }

  private get token(): string | undefined {
    return this.parameters['session_token'] ?? this.parameters['code']
  }

  /** A GET without a body, a POST with one; null when the network fails. */
  private async send(path: string, body?: object): Promise<Response | null> {
    const headers = {
      accept: 'application/json',
      ...(this.token && { 'x-session-token': this.token }),
      ...(body && { 'content-type': 'application/json' }),
    }
    const post = body && { method: 'POST', body: JSON.stringify(body) }
    return fetch(this.root + path, { ...post, headers, credentials: 'same-origin' }).catch(() => null)
  }
}
