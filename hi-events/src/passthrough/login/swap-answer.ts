import { pathOf } from '@tuvens/platform/http/path'
import type { IncomingMessage } from 'node:http'
import type { TicketSessions } from '../../ticket-session/ticket-sessions.ts'
import type { Refusal } from '../policy/refusals.ts'
import type { GateVerdict } from './gate.ts'
import {
  LOGIN_COOKIE,
  loginCookie,
  loginCookieName,
  noLoginCookie,
  takesLoginAway,
  upstreamCookieToken,
} from './login-cookie.ts'
import { GENERATED_LOGIN } from './refusals.ts'

/** Headers to add to an answer, as a flat list, and its body where it was read and changed. */
export type SwappedAnswer = { headers: string[]; body: Buffer | null }

/** An answer with a token that could not be read. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

/** An answer that its browser does not get. */
export class RefusedAnswer extends Error {
  override readonly name = 'RefusedAnswer'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.title)
    this.refusal = refusal
  }
}

type SwapContext = Pick<
  TicketSessions,
  'begin' | 'isOfGeneratedLogin' | 'replaceUpstreamToken' | 'endRefused'
>

/** Replaces the tokens of the ticket system in an answer; null when it carries none and is passed on as it comes. */
export type SwapAnswer = (
  incoming: IncomingMessage,
  asked: { path: string; verdict: GateVerdict },
) => Promise<SwappedAnswer> | null

/**
 * A browser gets our value where the ticket system sends a token: as a cookie, a header, or in the JSON of signing in. A
 * token that answers a request of a session belongs to that session, so that nobody gets more rights by renewing it; any
 * other token is of somebody who signed in to the ticket system itself, and becomes a session of theirs.
 */
export function createAnswerSwap(sessions: SwapContext, ticketOrigin: string): SwapAnswer {
  const isRenamed = loginCookieName(ticketOrigin) !== LOGIN_COOKIE
  return (incoming, { path, verdict }) => {
    const { login } = verdict
    if (incoming.statusCode === 401 && login !== null && !IS_AUTH.test(path)) {
      return sessions.endRefused(login.token, login.session).then(() => UNCHANGED)
    }
    const sent = sentTokens(incoming)
    const isTaken = isRenamed && takesLoginAway(incoming.headers['set-cookie'])
    if (sent.length > 0 || isTokenJson(incoming, path))
      return swap(sessions, { incoming, sent, verdict, ticketOrigin, isTaken })
    return isTaken ? Promise.resolve({ headers: takenHeaders(ticketOrigin), body: null }) : null
  }
}

const UNCHANGED: SwappedAnswer = { headers: [], body: null }
const IS_AUTH = /^(?:\/api)?\/auth\//
const HEADER = 'x-auth-token'

/** The tokens in the headers of an answer. */
function sentTokens({ headers }: IncomingMessage): string[] {
  const header = headers[HEADER]
  const cookies = headers['set-cookie']?.flatMap((each) => upstreamCookieToken(each) ?? []) ?? []
  return typeof header === 'string' && header !== '' ? [header, ...cookies] : cookies
}

function isTokenJson({ headers, statusCode = 0 }: IncomingMessage, path: string): boolean {
  return statusCode < 300 && path.startsWith('/api/auth/') && /json/.test(headers['content-type'] ?? '')
}

type Sent = {
  incoming: IncomingMessage
  sent: string[]
  verdict: GateVerdict
  ticketOrigin: string
  /** The ticket system takes its cookie away: ours, which has another name, goes with it. */
  isTaken: boolean
}

const takenHeaders = (ticketOrigin: string) => ['Set-Cookie', noLoginCookie(ticketOrigin)]

async function swap(
  sessions: SwapContext,
  { incoming, sent, verdict, ...given }: Sent,
): Promise<SwappedAnswer> {
  const { ticketOrigin, isTaken } = given
  const read = /json/.test(incoming.headers['content-type'] ?? '') ? await readJson(incoming) : null
  const inBody = read === null ? undefined : Reflect.get(read, 'token')
  const upstreamToken = typeof inBody === 'string' && inBody !== '' ? inBody : sent[0]
  if (upstreamToken === undefined)
    return { headers: isTaken ? takenHeaders(ticketOrigin) : [], body: read && bodyOf(read) }
  // A token in any other place of the body would pass.
  if (read !== null && bodyOf({ ...read, token: null }).includes(upstreamToken)) throw new UnreadableAnswer()
  const token = await valueFor(sessions, verdict, upstreamToken)
  const hasHeader = incoming.headers[HEADER] !== undefined
  const headers = [
    'Set-Cookie',
    loginCookie(ticketOrigin, token),
    ...(hasHeader ? ['X-Auth-Token', token] : []),
  ]
  if (read === null) return { headers, body: null }
  return { headers, body: bodyOf(typeof inBody === 'string' ? { ...read, token } : read) }
}

async function valueFor(
  sessions: SwapContext,
  { login, presented }: GateVerdict,
  upstreamToken: string,
): Promise<string> {
  if (login === null) {
    if (await sessions.isOfGeneratedLogin(upstreamToken)) throw new RefusedAnswer(GENERATED_LOGIN)
    return sessions.begin({ person: null, upstreamToken, replaced: presented })
  }
  if (login.session.upstreamToken !== upstreamToken) {
    await sessions.replaceUpstreamToken(login.token, login.session, upstreamToken)
  }
  return login.token
}

const bodyOf = (json: object) => Buffer.from(JSON.stringify(json))

/** The answers to signing in are small. */
const MAX_BYTES = 256 * 1024

/** @throws UnreadableAnswer when it is no JSON object, too large, or encoded although we asked for it plain */
async function readJson(incoming: IncomingMessage): Promise<object> {
  if ((incoming.headers['content-encoding'] ?? 'identity') !== 'identity') throw new UnreadableAnswer()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BYTES) throw new UnreadableAnswer()
    chunks.push(chunk)
  }
  return objectOf(Buffer.concat(chunks).toString())
}

function objectOf(text: string): object {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json
  } catch (cause) {
    throw new UnreadableAnswer('', { cause })
  }
  throw new UnreadableAnswer()
}

/** Whether the answer has to be read: then the ticket system is asked for it without an encoding. */
export function readsAnswer(url: string): boolean {
  return IS_AUTH.test(pathOf(url))
}
