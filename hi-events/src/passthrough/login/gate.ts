import { pathOf } from '@tuvens/platform/http/path'
import type { IncomingMessage } from 'node:http'
import type { AccountEvent, LinkedEvents } from '../../ticket-session/linked-events.ts'
import type { Resolution, TicketSession } from '../../ticket-session/ticket-session.ts'
import type { TicketSessions } from '../../ticket-session/ticket-sessions.ts'
import type { Refusal } from '../policy/refusals.ts'
import { decide, isGuarded } from '../rights/decide.ts'
import { findRow } from '../rights/table.ts'
import { loginCookieName } from './login-cookie.ts'
import { presentedTokens } from './presented.ts'
import { endedRefusal, manyUnknown, NOT_CHECKED, roleRefusal } from './refusals.ts'
import type { Found, LookUp } from './look-up.ts'
import { type OwnAnswer, renewedAnswer, signedOutAnswer } from './own-answer.ts'
import type { CountCall } from './person-budget.ts'
import type { RecordWrite } from './record-write.ts'

/** Who a request is passed on as: `token` is what the browser holds, the session has what it stands for. */
export type Login = { token: string; session: TicketSession }

/**
 * What becomes of a request. `login` null: it is passed on as a stranger's. `presented`: the session that the browser had, which
 * a sign-in replaces.
 */
export type GateVerdict = {
  login: Login | null
  presented: string | null
  refusal: Refusal | null
  /** The request is done here, and is not passed on. */
  answer?: OwnAnswer
}

export type Gate = (request: IncomingMessage) => GateVerdict | Promise<GateVerdict>

export type GateContext = {
  sessions: Pick<TicketSessions, 'end' | 'claimRenewal'>
  lookUp: LookUp
  linkedEvents: LinkedEvents
  countCall: CountCall
  recordWrite: RecordWrite
  siteUrl: string
  ticketOrigin: string
}

const STRANGER: GateVerdict = { login: null, presented: null, refusal: null }

/** Decides whom a request is passed on as. Most requests carry nothing and cost nothing. */
export function createGate(context: GateContext): Gate {
  const cookieName = loginCookieName(context.ticketOrigin)
  return (request) => {
    const tokens = presentedTokens(request, cookieName)
    return tokens.length === 0 ? STRANGER : judgeSignedIn(context, request, tokens)
  }
}

async function judgeSignedIn(
  context: GateContext,
  request: IncomingMessage,
  tokens: string[],
): Promise<GateVerdict> {
  const found = await firstKnown(context, request, tokens)
  if (found === null) return STRANGER
  const { token, resolution } = found
  const verdict = { ...STRANGER, presented: token }
  const path = pathOf(request.url ?? '/')
  if (resolution.kind === 'live') {
    return { ...verdict, ...(await judgeLive(context, request, { token, session: resolution.session })) }
  }
  const isEntrance = request.method === 'GET' && ENTRANCE.test(path)
  const isRefused = isGuarded(path) || isEntrance
  if (!isRefused || resolution.kind === 'unknown') return verdict
  if (resolution.kind === 'unchecked') return { ...verdict, refusal: NOT_CHECKED }
  if (resolution.kind === 'many-unknown') {
    return { ...verdict, refusal: manyUnknown(resolution.retryAfter) }
  }
  // Who signed in to the ticket system itself signs in there again.
  if (resolution.person === null && !path.startsWith('/api/')) return verdict
  const signInUrl = await eventPage(context, resolution, path)
  const { ticketOrigin } = context
  return { ...verdict, refusal: endedRefusal(resolution, { signInUrl, ticketOrigin, isEntrance }) }
}

/** Where the front end leads when a call is refused. */
const ENTRANCE = /^\/(?:$|auth\/login\/?$)/

type Known = { token: string; resolution: Found }

/** The first value that gives rights; else the first that once did. */
async function firstKnown(
  { lookUp }: GateContext,
  request: IncomingMessage,
  tokens: string[],
): Promise<Known | null> {
  let known: Known | null = null
  for (const token of tokens) {
    const resolution = await lookUp(request, token)
    if (resolution.kind === 'live') return { token, resolution }
    if (resolution.kind !== 'unknown') known ??= { token, resolution }
  }
  return known
}

async function judgeLive(
  context: GateContext,
  request: IncomingMessage,
  login: Login,
): Promise<Pick<GateVerdict, 'login' | 'refusal' | 'answer'>> {
  const { token, session } = login
  const { url = '/', method = 'GET' } = request
  const path = pathOf(url)
  const decision = await decide(session.access, { method, path }, (id) => isLinked(context, session, id))
  if (decision === 'as-stranger') return { login: null, refusal: null }
  if (decision !== 'with-token') {
    const events = await eventsOf(context, session)
    return { login: null, refusal: roleRefusal(decision, { session, events, siteUrl: context.siteUrl }) }
  }
  const refusal = UNCOUNTED.test(path) ? null : await context.countCall(session)
  if (refusal !== null) return { login: null, refusal }
  await context.recordWrite(request, session)
  const passedOn = { login, refusal: null }
  if (RENEWAL.test(path)) {
    return (await mayRenew(context, session))
      ? passedOn
      : { ...passedOn, answer: renewedAnswer(context.ticketOrigin, token) }
  }
  if (!SIGN_OUT.test(path)) return passedOn
  await context.sessions.end(token, session, 'signed-out')
  // Signing out there would sign out everybody who uses the token of this account's login.
  return session.usesAccountToken ? { ...passedOn, answer: signedOutAnswer(context.ticketOrigin) } : passedOn
}

/**
 * The token of an account's login is renewed where it expires, once for everybody. Of a session's own, the claim keeps the
 * session when the ticket system refuses the old token before the new one is stored.
 */
async function mayRenew({ sessions }: GateContext, session: TicketSession): Promise<boolean> {
  return !session.usesAccountToken && (await sessions.claimRenewal(session))
}

/**
 * An event may have been linked since the links were last read, as by the landing that leads here. Younger lists are not read
 * again: a page that asks for the event of somebody else in a loop would query each time.
 */
async function isLinked(context: GateContext, session: TicketSession, id: number): Promise<boolean> {
  const has = async (maxAgeMs?: number) =>
    (await eventsOf(context, session, maxAgeMs)).some(({ hiEventId }) => hiEventId === id)
  return (await has()) || (await has(READ_AGAIN_MS))
}

const READ_AGAIN_MS = 250

const RENEWAL = /^(?:\/api)?\/auth\/refresh$/
/** Nobody is kept from signing out. The files of the front end cost its server no call, and a page has a hundred. */
const UNCOUNTED = /^(?:(?:\/api)?\/auth\/logout$|\/assets\/)/
const SIGN_OUT = /^(?:\/api)?\/auth\/logout$/

async function eventsOf(
  { linkedEvents }: GateContext,
  { person }: TicketSession,
  maxAgeMs?: number,
): Promise<AccountEvent[]> {
  return person === null ? [] : linkedEvents.read(person.accountId, maxAgeMs)
}

/** The page on the event site where somebody begins again: that of the event they were at, else the site itself. */
async function eventPage(
  { linkedEvents, siteUrl }: GateContext,
  { person }: Extract<Resolution, { kind: 'ended' }>,
  path: string,
): Promise<string> {
  const hiEventId = findRow('GET', path)?.eventId
  const events = person === null ? [] : await linkedEvents.read(person.accountId)
  const event = events.find((each) => each.hiEventId === hiEventId)
  return event === undefined ? siteUrl : `${siteUrl}/event/${event.eventId}`
}
