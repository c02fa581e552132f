import {
  type ErrorCode,
  HEADERS,
  PERMISSIONS_OF_ROLE,
  type Role,
  type SessionEvent,
  type StatusWebhook,
  type ValidatedSession,
} from '@tuvens/contract'
import { checkRequest } from '@tuvens/contract/signatures'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { apiRefusal as refused, takeStatus, takeStatuses } from './fake-status-webhooks.ts'
import { type FakeFlags, readFakeFlags, takeFakeOutcomes } from './fake-flags.ts'
import { type FakeResponse, type FakeRequest, startFake } from './server.ts'

export const SHARED_SECRET = 'shared-secret-of-the-tests'

type Session = {
  answer: ValidatedSession
  state: 'new' | 'used' | 'expired' | 'revoked'
  usedKey?: string
  codeChallenge?: string
  /** It was used a second time by another call: the real API has revoked it. */
  isMisused?: boolean
}

export type FakeTuvensApi = Awaited<ReturnType<typeof startTuvensApi>>

export function eventOf(id: string, more: Partial<SessionEvent> = {}): SessionEvent {
  return {
    id,
    title: 'Blue Note at Dusk & Friends',
    description: 'Jazz by the river\n\nBring a <chair>',
    startDate: new Date(Date.now() + 86_400_000).toISOString(),
    endDate: new Date(Date.now() + 100_000_000).toISOString(),
    timezone: 'Europe/Amsterdam',
    venue: {
      name: 'Paradiso',
      address_line_1: 'Weteringschans 6',
      city: 'Amsterdam',
      zip_postal_code: '1017 SG',
      country: 'NL',
    },
    imageUrl: null,
    category: 'MUSIC',
    currency: 'EUR',
    url: `http://tuvens.test/event/${id}`,
    contactData: {},
    ticketing_enabled: false,
    ticketing_status: 'none',
    ticketing_phase: 'none',
    ticketing_version: 0,
    hi_events_event_id: null,
    hi_events_event_url: null,
    widget_url: null,
    ...more,
  }
}

export function sessionOf(more: Partial<ValidatedSession> = {}): ValidatedSession {
  const user: Pick<ValidatedSession, 'account_id' | 'email' | 'name' | 'permissions'> = {
    account_id: 7,
    email: 'olga@tuvens.test',
    name: 'Olga Organiser',
    permissions: [...PERMISSIONS_OF_ROLE.owner],
  }
  const { email, name, account_id, permissions } = { ...user, ...more }
  return {
    valid: true,
    session_id: randomUUID(),
    user_id: '456',
    email,
    name,
    account_id,
    organiser: 'Blue Note Collective',
    role: 'owner',
    permissions,
    expires_at: new Date(Date.now() + 900_000).toISOString(),
    is_bound: true,
    email_verified: true,
    user_data: { account_id, email, name, permissions },
    ...more,
  }
}

/** A Tuvens API as the ticket origin sees it: sessions, links and the status webhook, with signatures checked. */
export async function startTuvensApi() {
  const kept: State = {
    withdrawn: new Map(),
    active: new Map(),
    sessions: new Map(),
    links: new Map(),
    statuses: [],
    database: { incarnation: randomUUID() },
    flags: { states: [], outcomes: [] },
  }
  const server = await startFake((request) => route(kept, request))
  return Object.assign(server, {
    ...kept,
    /** @returns a fresh session token */
    issueToken: (session: Partial<ValidatedSession> = {}, state: Session['state'] = 'new') => {
      const token = randomBytes(32).toString('base64url')
      kept.sessions.set(token, { answer: sessionOf(session), state })
      return token
    },
    /** @returns a fresh session token that needs the code verifier of this challenge */
    issueBoundToken: (codeChallenge: string, session: Partial<ValidatedSession> = {}) => {
      const token = randomBytes(32).toString('base64url')
      kept.sessions.set(token, { answer: sessionOf(session), state: 'new', codeChallenge })
      return token
    },
  })
}

type State = {
  /** Ids of sessions that give no rights any more, with the error code of the misuse that revoked them. */
  withdrawn: Map<string, ErrorCode | null>
  /** Ids of sessions that were validated elsewhere, with the role of their user. */
  active: Map<string, Role>
  sessions: Map<string, Session>
  links: Map<string, Record<string, unknown>>
  /** Status webhooks taken, in the order of their arrival. */
  statuses: StatusWebhook[]
  database: { incarnation: string }
  flags: FakeFlags
}

function route(state: State, request: FakeRequest): FakeResponse {
  const [, picture] = /^\/api\/pictures\/([0-9a-f]+)\//.exec(request.path) ?? []
  if (picture !== undefined) return pictureAnswer(picture)
  if (!isSigned(request)) return refused(401, 'SIGNATURE_INVALID')
  switch (`${request.method} ${request.path.replace(/\/links\/\d+$/, '/links/:id')}`) {
    case 'POST /api/webhooks/hi-events/event-status-changed':
      return takeStatus(state.statuses, request)
    case 'POST /api/webhooks/hi-events/event-statuses-changed':
      return takeStatuses(state.statuses, request)
    case 'GET /api/service/flags':
      return readFakeFlags(state.flags, request)
    case 'POST /api/service/flags/outcomes':
      return takeFakeOutcomes(state.flags, request)
    case 'POST /api/cross-app/validate-session':
      return validate(state, request)
    case 'POST /api/cross-app/session-status':
      return statuses(state, request)
    case 'GET /api/cross-app/user-accounts':
      return accounts(state, request)
    case 'POST /api/cross-app/validate-permission':
      return permission(state, request)
    case 'GET /api/cross-app/links':
      return listLinks(state, request)
    case 'PUT /api/cross-app/links/:id':
      return putLink(state, request)
    case 'DELETE /api/cross-app/links/:id':
      state.links.delete(eventIdOf(request))
      return { status: 200, body: fields(request, {}) }
    default:
      return refused(404, 'NOT_FOUND')
  }
}

function isSigned({ method, path, query, headers, raw }: FakeRequest): boolean {
  const search = query.size > 0 ? `?${query}` : ''
  const given = {
    timestamp: headers[HEADERS.timestamp] as string | undefined,
    signature: headers[HEADERS.signature] as string | undefined,
    // A clock that is wrong is a case of its own at the API; here it must not hide what is tested.
    now: 1000 * Number(headers[HEADERS.timestamp]),
  }
  return checkRequest([SHARED_SECRET], { method, path: path + search, body: raw }, given) === 'ok'
}

const CODES = {
  used: 'SESSION_ALREADY_USED',
  expired: 'SESSION_EXPIRED',
  revoked: 'SESSION_REVOKED',
} as const

function statuses({ sessions, withdrawn, active }: State, { body }: FakeRequest): FakeResponse {
  const ids = body['session_ids'] as string[]
  const roles = new Map([...sessions.values()].map(({ answer }) => [answer.session_id, answer.role]))
  const statusOf = (session_id: string) => {
    const role = roles.get(session_id) ?? active.get(session_id) ?? null
    const is_active = role !== null && !withdrawn.has(session_id)
    const permissions = is_active ? PERMISSIONS_OF_ROLE[role] : []
    const revocation_reason = withdrawn.get(session_id) ?? undefined
    return { session_id, is_active, role, permissions, revocation_reason }
  }
  return { status: 200, body: { sessions: ids.map(statusOf) } }
}

function validate({ sessions }: State, { body, headers }: FakeRequest): FakeResponse {
  const session = sessions.get(String(body['session_token']))
  const key = String(headers[HEADERS.idempotencyKey] ?? '')
  if (session === undefined) return refused(404, 'SESSION_NOT_FOUND')
  const challenge = createHash('sha256').update(String(body['code_verifier'])).digest('base64url')
  const isRepeat = session.state === 'used' && key !== '' && session.usedKey === key
  if (session.state !== 'new' && !isRepeat) {
    session.isMisused = true
    return refused(404, CODES[session.state])
  }
  session.state = 'used'
  session.usedKey = key
  if (![undefined, challenge].includes(session.codeChallenge)) {
    session.state = 'revoked'
    return refused(404, 'SESSION_BROWSER_MISMATCH')
  }
  return { status: 200, body: session.answer }
}

function accounts({ sessions }: State, { headers }: FakeRequest): FakeResponse {
  const session = sessions.get(String(headers[HEADERS.sessionToken]))
  if (session === undefined) return refused(404, 'SESSION_NOT_FOUND')
  const { account_id, organiser, email, permissions } = session.answer
  const account = { id: account_id, account_id, name: organiser, slug: 'blue-note', email, permissions }
  return { status: 200, body: { accounts: [{ ...account, role: 'owner' }] } }
}

function permission({ sessions }: State, { body }: FakeRequest): FakeResponse {
  const session = sessions.get(String(body['session_token']))
  if (session === undefined) return refused(404, 'SESSION_NOT_FOUND')
  const granted = session.answer.permissions.some((each) => each === body['permission'])
  const answer = { has_permission: granted, granted, valid: true, permission: body['permission'] }
  return { status: 200, body: answer }
}

function putLink({ links }: State, request: FakeRequest): FakeResponse {
  const id = eventIdOf(request)
  const other = links.get(id)
  if (other !== undefined && other['hi_events_event_id'] !== request.body['hi_events_event_id']) {
    return refused(409, 'LINK_CONFLICT')
  }
  links.set(id, request.body)
  return { status: 200, body: fields(request, request.body) }
}

/** Every picture is there, but those whose id begins with 0; the ticket system refuses those that begin with 1. */
function pictureAnswer(id: string): FakeResponse {
  if (id.startsWith('0')) return refused(404, 'PICTURE_NOT_FOUND')
  const body = Buffer.from(id.startsWith('1') ? 'refuse me' : `picture ${id}`)
  return { status: 200, body, headers: { 'content-type': 'image/jpeg' } }
}

/** Of the accounts whose sessions made the links; all in one page. */
function listLinks(
  { links, sessions, database: { incarnation } }: State,
  { query }: FakeRequest,
): FakeResponse {
  const wanted = query.get('account_id')
  const listed = [...links].flatMap(([event_id, link]) => {
    const session = sessions.get(String(link['session_token']))?.answer
    if (session?.event === undefined) return []
    if (wanted !== null && session.account_id !== Number(wanted)) return []
    return [{ session, link: { event_id, link, event: session.event } }]
  })
  const accounts = new Map(
    listed.map(({ session: { account_id, organiser, email } }) => [
      account_id,
      { account_id, organiser, emails: [email] },
    ]),
  )
  const rows = listed.map(({ session, link: { event_id, link, event } }) => {
    const { title, description, startDate, endDate, timezone, venue, imageUrl, category, currency } = event
    const details = { title, description, startDate, endDate, timezone, venue, imageUrl, category, currency }
    const { account_id } = session
    return {
      event_id,
      account_id,
      hi_events_event_id: link['hi_events_event_id'],
      revision: 1,
      details,
      reported_at: null,
    }
  })
  return { status: 200, body: { accounts: [...accounts.values()], links: rows, next: null, incarnation } }
}

function eventIdOf({ path }: FakeRequest): string {
  return path.split('/').at(-1) ?? ''
}

function fields(request: FakeRequest, link: Record<string, unknown>) {
  const isLinked = link['hi_events_event_id'] !== undefined
  return {
    event_id: eventIdOf(request),
    ticketing_enabled: isLinked,
    ticketing_status: isLinked ? 'setup' : 'none',
    ticketing_phase: isLinked ? 'preparing' : 'none',
    ticketing_version: 1,
    hi_events_event_id: link['hi_events_event_id'] ?? null,
    hi_events_event_url: link['event_url'] ?? null,
    widget_url: link['widget_url'] ?? null,
  }
}
