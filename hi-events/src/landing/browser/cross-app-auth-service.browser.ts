import type {
  ErrorBody,
  LandingStatusResponse,
  LandingValidateResponse,
  UserAccounts,
} from '@tuvens/contract'

/** Where to go, or why not. */
export type LandingAnswer =
  | { ok: true; next: string; returnUrl: string | null }
  /** `code` is one of the contract's error codes, `reason` its sentence. */
  | { ok: false; code: string; reason: string }

const ROOT = '/api/auth/cross-app'
const NAMES = [
  'session_token',
  'code',
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

/** Checklist H3: carries the session token from the address to the landing's API, and nowhere else. */
export class CrossAppAuthService {
  /** What the address carries, fragment before query; only names the landing knows. */
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
  async validate(): Promise<LandingAnswer> {
    const response = await this.ask('/validate', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.parameters),
    })
    if (response === null) return { ok: false, code: 'SERVICE_UNAVAILABLE', reason: '' }
    const body = (await response.json().catch(() => ({}))) as Partial<LandingValidateResponse & ErrorBody>
    return response.ok && typeof body.next === 'string'
      ? { ok: true, next: body.next, returnUrl: body.return_url ?? null }
      : { ok: false, code: body.code ?? 'INTERNAL_ERROR', reason: body.message ?? '' }
  }

  /** Whether the session, once validated here, is still good. */
  async status(): Promise<LandingStatusResponse | null> {
    const response = await this.ask('/status', {})
    return response?.ok ? response.json() : null
  }

  /** The session user's accounts. */
  async accounts(): Promise<UserAccounts | null> {
    const response = await this.ask('/accounts', {})
    return response?.ok ? response.json() : null
  }

  async hasPermission(permission: string, resourceId?: string | number): Promise<boolean> {
    const body = { session_token: this.token, permission, resource_id: resourceId }
    const response = await this.ask('/validate-permission', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response?.ok ? (await response.json()).has_permission === true : false
  }

  private get token(): string | undefined {
    return this.parameters['session_token'] ?? this.parameters['code']
  }

  private async ask(path: string, init: RequestInit): Promise<Response | null> {
    const headers = { accept: 'application/json', ...(this.token && { 'x-session-token': this.token }) }
    const all = { ...headers, ...(init.headers as Record<string, string> | undefined) }
    return fetch(this.root + path, { ...init, headers: all, credentials: 'same-origin' }).catch(() => null)
  }
}
