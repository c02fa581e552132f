import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import { toServiceError } from '@tuvens/platform/http/errors'
import { provision } from '../provisioning/provision.ts'
import type { Provisioned } from '../provisioning/provisioned.ts'
import type { AccountWithLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { sweepOften } from '../relay/sweep/store.ts'
import { loginCookie } from '../passthrough/login/login-cookie.ts'
import type { TuvensPerson } from '../ticket-session/ticket-session.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { LandingContext } from './context.ts'
import { continuationCookie, noContinuation } from './cookies.ts'
import { findLinkedEvent } from '../provisioning/find-linked-event.ts'
import { findSignedInUser, type SignedInUser } from '../ticket-session/signed-in-user.ts'
import { withReturnParameters } from './return-url.ts'

/** A consumed session, and the browser that is landing with it. */
export type LandingSession = {
  token: string
  session: ValidatedSession
  returnUrl: string | null
  eventData: string | null
  /** The value of the ticket session of this browser. */
  ticketToken: string | null
  /** The organiser read who they continue as, and did. */
  isConfirmed: boolean
  /** What the organiser wants to do: `attendees` leads to the list of them. Forgotten where a question comes first. */
  action?: string | undefined
}

/** Where the browser goes next, and the cookies it receives. For a failure that can be retried, the continuation cookie is set. */
export type LandingOutcome =
  | { kind: 'entered' | 'needs-answer'; next: string; returnUrl: string | null; cookies: string[] }
  | {
      kind: 'failed'
      error: ServiceError
      returnUrl: string | null
      eventId: string | null
      cookies: string[]
    }

/** Asks which user continues when another one is signed in in this browser. */
export const CHOOSE_PATH = '/auth/cross-app/choose'
/** Attaches a login that already exists in the ticket system. */
export const SIGN_IN_PATH = '/auth/cross-app/sign-in'

/** Provisions and signs in, or asks the organiser first. Nothing is created before they have answered. */
export async function proceed(context: LandingContext, landing: LandingSession): Promise<LandingOutcome> {
  try {
    const current = await findSignedInUser(context, landing.ticketToken)
    const needsConfirmation = !landing.session.is_bound || (await isAnotherUser(context, landing, current))
    if (needsConfirmation && !landing.isConfirmed) return ask(context, landing, CHOOSE_PATH)
    const provisioned = await afterRest(context, () => prepare(context, landing))
    return await signIn(context, landing, { provisioned, current })
  } catch (error) {
    return outcomeOfError(context, landing, error)
  }
}

const MAX_RESTS = 3

/**
 * After an outage calls are held back for some seconds. A person who has just clicked *Try again* waits for that instead of
 * meeting the same failure once more; what was not sent has done nothing, so all is begun again.
 */
async function afterRest<T>({ sleep }: LandingContext, work: () => Promise<T>): Promise<T> {
  for (let rest = 1; rest <= MAX_RESTS; rest++)
    try {
      return await work()
    } catch (error) {
      if (!isUpstream(error, 'resting')) throw error
      await sleep((error.retryAfter ?? 1) * 1_000)
    }
  return work()
}

/** Who may only view reports finds what others have made: nothing is created or linked for them. */
async function prepare(context: LandingContext, landing: LandingSession): Promise<Provisioned> {
  if (!mayManage(landing)) return findLinkedEvent(context, landing.session)
  const provisioned = await provision(context, landing)
  await sweepOften(context.db, provisioned.account.id)
  return provisioned
}

function mayManage({ session }: LandingSession): boolean {
  return session.permissions.includes('manage_ticketing')
}

/** A Hi.Events user can belong to several accounts: another account of the same user counts as another user. */
async function isAnotherUser(
  context: LandingContext,
  { session }: LandingSession,
  current: SignedInUser | null,
): Promise<boolean> {
  if (current === null) return false
  const account = await findAccount(context.db, session.account_id)
  return account?.hiUserId !== current.id || account.hiAccountId !== current.account_id
}

/** Each landing begins a ticket session of its own, with the rights that its user has now; the one before it ends. */
async function signIn(
  context: LandingContext,
  landing: LandingSession,
  { provisioned, current }: { provisioned: Provisioned; current: SignedInUser | null },
): Promise<LandingOutcome> {
  const { account, path, hiEventId } = provisioned
  const token = await context.ticketSessions.begin({
    person: personOf(landing.session),
    upstreamToken: await upstreamTokenFor(context, account, current),
    replaced: landing.ticketToken,
  })
  const parameters = {
    status: 'success',
    event_id: landing.session.event?.id,
    hi_events_event_id: hiEventId,
    account_id: landing.session.account_id,
  } as const
  const returnUrl = landing.returnUrl && withReturnParameters(landing.returnUrl, parameters)
  return {
    kind: 'entered',
    next: landing.action === 'attendees' ? `/manage/event/${hiEventId}/attendees` : path,
    returnUrl,
    cookies: [loginCookie(context.config.ticketOrigin, token), noContinuation(context)],
  }
}

/** @returns null when the session uses the token of its account's login; that it still works is seen first */
async function upstreamTokenFor(
  context: LandingContext,
  account: AccountWithLogin,
  current: SignedInUser | null,
): Promise<string | null> {
  if (context.login.sharesToken(account)) {
    await context.hiEvents.me(await context.login.signIn(account))
    return null
  }
  const isSignedIn = current?.id === account.hiUserId && current.account_id === account.hiAccountId
  if (isSignedIn) return current.upstreamToken
  return (await context.tokens.takeNew(account)) ?? context.login.signIn(account)
}

function personOf(session: ValidatedSession): TuvensPerson {
  const { session_id: apiSessionId, user_id: userId, name, email, account_id: accountId } = session
  return {
    apiSessionId,
    userId,
    name,
    email,
    accountId,
    role: session.role,
    permissions: session.permissions,
  }
}

function ask(context: LandingContext, { token, returnUrl }: LandingSession, path: string): LandingOutcome {
  return { kind: 'needs-answer', next: path, returnUrl, cookies: [continuationCookie(context, token)] }
}

/**
 * Why this session may not attach a login that exists, or null. A user who may not manage ticketing attaches nothing. Somebody
 * else may have sent the link of an unbound session, and would get the login that its reader attaches; behind an e-mail that
 * nobody verified may be anybody.
 */
export function attachRefusal(session: ValidatedSession): ServiceError | null {
  const { is_bound, email_verified, permissions } = session
  if (!permissions.includes('manage_ticketing')) return new ServiceError('PERMISSION_DENIED')
  if (!is_bound) return new ServiceError('LOGIN_EXISTS')
  return email_verified ? null : new ServiceError('EMAIL_NOT_VERIFIED')
}

/** Leads to the sign-in when a login is not attached yet or its password was changed; every other error is a failure. */
function outcomeOfError(context: LandingContext, landing: LandingSession, error: unknown): LandingOutcome {
  const needsSignIn =
    isUpstream(error, 'unauthorised') || (error instanceof ServiceError && error.code === 'LOGIN_EXISTS')
  // Who may only view reports attaches nothing.
  if (needsSignIn && !mayManage(landing)) return failed(context, landing, new ServiceError('NOTHING_LINKED'))
  const refusal = attachRefusal(landing.session)
  if (needsSignIn && refusal === null) return ask(context, landing, SIGN_IN_PATH)
  return failed(context, landing, needsSignIn && refusal !== null ? refusal : toServiceError(error))
}

function failed(context: LandingContext, landing: LandingSession, error: ServiceError): LandingOutcome {
  return {
    kind: 'failed',
    error,
    returnUrl: landing.returnUrl,
    eventId: landing.session.event?.id ?? null,
    cookies: error.statusCode >= 500 ? [continuationCookie(context, landing.token)] : [],
  }
}
