import { API_ROUTES, type ApiScope, type CreatedApiKey, type ErrorCode, type Route } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { EVENT, type TestUser, SECRET, startWorld, statusMessage, type TestWorld } from './api.ts'

export type Name = keyof typeof API_ROUTES
export type Body = Record<string, unknown>
export type HostileResponse = { statusCode: number; body: string; json: () => { code: string } }
type Headers = Record<string, string>
export type Change = { headers?: Headers; credential?: Headers; url?: string }

/** A session token that was never made. */
export const TOKEN = 't'.repeat(43)
const PASSWORD = 'correct horse battery'
const UUID = '00000000-0000-4000-8000-000000000000'
const NEW_PASSKEY = { id: 'x', clientDataJSON: 'x', attestationObject: 'x' }
const USED_PASSKEY = { id: 'x', clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' }
/** Announced for all routes at once. */
const ANY_ROUTE: ErrorCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'SERVICE_UNAVAILABLE']
const TRACES = ['node_modules', 'at async', 'select ', 'insert ', 'PostgresError', 'ajv']

/** How a body is refused that is no good one: unread where it is longer than the route takes. */
export function refusalOf(name: Name, body: Buffer | string): readonly [status: number, code: ErrorCode] {
  const { maxBytes = Infinity }: Route = API_ROUTES[name]
  return Buffer.byteLength(body) > maxBytes ? [413, 'PAYLOAD_TOO_LARGE'] : [400, 'VALIDATION_ERROR']
}

type Parts = { world: TestWorld; owner: TestUser; eventId: string; apiKey: string; logged: string[] }

/** Makes, for every endpoint, a call that would be good, to be spoilt in one thing. */
export class HostileWorld {
  readonly world: TestWorld
  readonly owner: TestUser
  readonly eventId: string
  private readonly apiKey: string
  private readonly logged: string[]
  private readonly answered = new Set<string>()

  private constructor(parts: Parts) {
    this.world = parts.world
    this.owner = parts.owner
    this.eventId = parts.eventId
    this.apiKey = parts.apiKey
    this.logged = parts.logged
  }

  static async start(): Promise<HostileWorld> {
    const logged: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
    const world = await startWorld({}, { log })
    const owner = await world.api.person()
    const { id: eventId } = await world.api.event(owner)
    const scopes: ApiScope[] = ['events:write', 'reports:read', 'sessions:create']
    const url = `/api/accounts/${owner.accountId}/api-keys`
    const made = await world.api.as(owner, { method: 'POST', url, payload: { name: 'Shop', scopes } })
    const { secret: apiKey } = made.json<CreatedApiKey>()
    return new HostileWorld({ world, owner, eventId, apiKey, logged })
  }

  /** Everything the API has logged. */
  get log(): string {
    return this.logged.join('')
  }

  /** What no answer and no log line may hold. */
  get secrets(): string[] {
    return [SECRET, this.owner.token, this.apiKey, TOKEN, PASSWORD]
  }

  urlOf(name: Name): string {
    const path = API_ROUTES[name].path
      .replace(/:(id|event_id)\b/, this.eventId)
      .replace(':account_id', String(this.owner.accountId))
      .replace(':user_id', this.owner.id)
      .replace(':external_id', 'show-1')
      .replace(/:(sign_in|passkey|invitation)_id/, UUID)
    if (name === 'listMails') return `${path}?address=eve@example.com`
    return name === 'userAccounts' ? `${path}?session_token=${TOKEN}` : path
  }

  /** A good body of the call; undefined when it has none. */
  bodyOf(name: Name): Body | undefined {
    const session_token = TOKEN
    const bodies: Partial<Record<Name, Body>> = {
      register: { name: 'Eve', email: 'eve@example.com', password: PASSWORD },
      login: { email: 'eve@example.com', password: PASSWORD },
      refresh: { refresh_token: TOKEN },
      verifyEmail: { token: TOKEN, password: PASSWORD },
      verifyOwnEmail: { token: TOKEN },
      requestPasswordReset: { email: 'eve@example.com' },
      resetPassword: { token: TOKEN, password: PASSWORD },
      changePassword: { password: PASSWORD, new_password: `new ${PASSWORD}` },
      requestEmailChange: { password: PASSWORD, email: 'eve2@example.com' },
      confirmEmailChange: { token: TOKEN },
      deleteUser: { password: PASSWORD },
      finishSecondFactor: { second_factor_token: TOKEN, code: '123456' },
      startSecondFactor: { password: PASSWORD },
      confirmSecondFactor: { code: '123456' },
      removeSecondFactor: { password: PASSWORD },
      passkeyOptions: { password: PASSWORD },
      addPasskey: { name: 'Phone', passkey: NEW_PASSKEY },
      loginWithPasskey: USED_PASSKEY,
      inviteMember: { email: 'eve@example.com', role: 'editor' },
      changeRole: { role: 'viewer' },
      handOver: { user_id: this.owner.id, password: PASSWORD },
      readInvitation: { token: TOKEN },
      acceptInvitation: { token: TOKEN },
      declineInvitation: { token: TOKEN },
      logout: { refresh_token: TOKEN },
      createEvent: { ...EVENT, account_id: this.owner.accountId, venue: VENUE, contactData: CONTACT },
      updateEvent: { title: 'Changed', venue: VENUE, contactData: CONTACT },
      generateSession: { account_id: this.owner.accountId, event_id: this.eventId },
      validateSession: { session_token },
      validateCode: { code: TOKEN },
      validatePermission: { session_token, permission: 'view_reports', resource_id: this.eventId },
      revokeSession: { session_token },
      sessionStatus: { session_ids: [randomUUID()] },
      putLink: { session_token, hi_events_event_id: 5, ...ADDRESSES },
      fileComplaint: { reason: 'fraud', text: 'It does not exist.', email: 'eve@example.com' },
      beacon: { lcp: 900, inp: 40, cls: 0.1, widget: { outcome: 'ready', ms: 700 } },
      putPlatformEvent: { ...EVENT, venue: VENUE, contactData: CONTACT },
      createPlatformSession: {
        user: { id: 'eve', email: 'eve@example.com', name: 'Eve' },
        external_id: 'show-1',
        code_challenge: TOKEN,
      },
      statusWebhook: statusMessage(this.eventId, 5, 'LIVE'),
    }
    return bodies[name]
  }

  /** The good body as text; undefined when there is none. */
  textOf(name: Name): string | undefined {
    const body = this.bodyOf(name)
    return body === undefined ? undefined : JSON.stringify(body)
  }

  async send(name: Name, body: Buffer | string | undefined, change: Change = {}): Promise<HostileResponse> {
    const route: Route = API_ROUTES[name]
    const url = change.url ?? this.urlOf(name)
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(change.credential ?? this.credentialOf(route, url, body ?? '')),
      ...change.headers,
    }
    const options = { method: route.method, url, headers, ...(body !== undefined && { payload: body }) }
    const answer = await this.world.api.app.inject(options)
    if (answer.statusCode >= 400) this.answered.add(`${name} ${answer.json<{ code: string }>().code}`)
    return answer
  }

  /** Refusals given that the contract does not announce for their route. */
  get undocumented(): string[] {
    const isAnnounced = (answer: string) => {
      const [name, code] = answer.split(' ') as [Name, ErrorCode]
      const announced: readonly ErrorCode[] = API_ROUTES[name].errors
      return announced.includes(code) || ANY_ROUTE.includes(code)
    }
    return [...this.answered].filter((answer) => !isAnnounced(answer))
  }

  /** How many rows each table holds, but for the audit log, whose business it is to grow. */
  async rows(): Promise<Record<string, unknown>> {
    const { db } = this.world.database
    const tables = await db<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      and relname <> 'audit_log' order by 1`
    const counts = await Promise.all(tables.map(({ name }) => db`select count(*)::int as n from ${db(name)}`))
    return Object.fromEntries(tables.map(({ name }, at) => [name, counts[at]?.[0]?.['n']]))
  }

  /** What of our inside an answer shows. */
  leaksOf(answer: HostileResponse): string[] {
    return [...this.secrets, ...TRACES].filter((each) => answer.body.includes(each))
  }

  private credentialOf(route: Route, url: string, body: Buffer | string): Headers {
    const signed = () => signRequest([SECRET], { method: route.method, path: url, body }, Date.now())
    if (route.auth.startsWith('user')) return { authorization: `Bearer ${this.owner.token}` }
    if (route.auth === 'key') return { authorization: `Bearer ${this.apiKey}` }
    return route.auth === 'none' ? {} : signed()
  }
}

const VENUE = { name: 'Paradiso', address_line_1: 'Weteringschans 6', city: 'Amsterdam', country: 'NL' }
const CONTACT = { email: 'box@example.com', phone: '1', website: 'https://x.example' }
const ADDRESSES = {
  event_url: 'http://localhost:3002/event/5/x',
  widget_url: 'http://localhost:3002/embed/5',
  manage_url: 'http://localhost:3002/manage/event/5',
}

/** Every place in a body: `venue`, `venue.name`, … */
export function placesOf(body: Body): string[][] {
  return Object.entries(body).flatMap(([key, value]) => {
    const inner =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? placesOf(value as Body) : []
    return [[key], ...inner.map((place) => [key, ...place])]
  })
}

/** The body with another value at a place; undefined takes the place away. */
export function withAt(body: Body, [key = '', ...rest]: string[], value: unknown): Body {
  return { ...body, [key]: rest.length === 0 ? value : withAt(body[key] as Body, rest, value) }
}

type Schema = { properties?: Record<string, Schema>; required?: string[]; anyOf?: Schema[] }

/** Every place a schema requires, inside optional objects too. */
export function requiredPlaces(schema: unknown): string[][] {
  const { properties = {}, required = [], anyOf = [] } = schema as Schema
  const inner = Object.entries(properties).flatMap(([key, each]) =>
    requiredPlaces(each).map((place) => [key, ...place]),
  )
  return [...required.map((key) => [key]), ...inner, ...anyOf.flatMap(requiredPlaces)]
}
