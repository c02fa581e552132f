import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import { toServiceError } from '@tuvens/platform/http/errors'
import { provision } from '../provisioning/provision.ts'
import type { Provisioned } from '../provisioning/provisioned.ts'
import { findAccount } from '../mapping/store.ts'
import { sweepOften } from '../relay/sweep/store.ts'
import type { Me } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { LandingContext } from './context.ts'
import { continuationCookie, tokenCookie, NO_CONTINUATION } from './cookies.ts'
import { withReturnParameters } from './return-url.ts'

/** A consumed session, and the browser that is landing with it. */
export type LandingSession = {
  token: string
  session: ValidatedSession
  returnUrl: string | null
  eventData: string | null
  /** The JWT of the Hi.Events user who is signed in in this browser. */
  currentJwt: string | undefined
  /** The organiser read who they continue as, and did. */
  isConfirmed: boolean
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
    const current = await findSignedInUser(context, landing.currentJwt)
    const needsConfirmation = !landing.session.is_bound || (await isAnotherUser(context, landing, current))
    if (needsConfirmation && !landing.isConfirmed) return ask(context, landing, CHOOSE_PATH)
    const provisioned = await provision(context, landing)
    await sweepOften(context.db, provisioned.account.id)
    return await signIn(context, landing, { provisioned, current })
  } catch (error) {
    return outcomeOfError(context, landing, error)
  }
}

/** The Hi.Events user of a JWT; null when there is none, or it is no longer valid. */
export async function findSignedInUser(
  context: LandingContext,
  currentJwt: string | undefined,
): Promise<Me | null> {
  if (currentJwt === undefined) return null
  try {
    return await context.hiEvents.me(currentJwt)
  } catch (error) {
    if (isUpstream(error, 'unauthorised', 'forbidden')) return null
    throw error
  }
}

/** A Hi.Events user can belong to several accounts: another account of the same user counts as another user. */
async function isAnotherUser(
  context: LandingContext,
  { session }: LandingSession,
  current: Me | null,
): Promise<boolean> {
  if (current === null) return false
  const account = await findAccount(context.db, session.account_id)
  return account?.hiUserId !== current.id || account.hiAccountId !== current.account_id
}

async function signIn(
  context: LandingContext,
  landing: LandingSession,
  { provisioned, current }: { provisioned: Provisioned; current: Me | null },
): Promise<LandingOutcome> {
  const { account, path, hiEventId } = provisioned
  const isSignedIn = current?.id === account.hiUserId && current.account_id === account.hiAccountId
  const cookies = isSignedIn ? [] : [tokenCookie(await context.login.signIn(account))]
  const parameters = {
    status: 'success',
    event_id: landing.session.event?.id,
    hi_events_event_id: hiEventId,
    account_id: landing.session.account_id,
  } as const
  const returnUrl = landing.returnUrl && withReturnParameters(landing.returnUrl, parameters)
  return { kind: 'entered', next: path, returnUrl, cookies: [...cookies, NO_CONTINUATION] }
}

function ask(context: LandingContext, { token, returnUrl }: LandingSession, path: string): LandingOutcome {
  return { kind: 'needs-answer', next: path, returnUrl, cookies: [continuationCookie(context.vault, token)] }
}

/**
 * Why this session may not attach a login that exists, or null. Somebody else may have sent the link of an unbound session,
 * and would get the login that its reader attaches; behind an e-mail that nobody verified may be anybody.
 */
export function attachRefusal({ is_bound, email_verified }: ValidatedSession): ServiceError | null {
  if (!is_bound) return new ServiceError('LOGIN_EXISTS')
  return email_verified ? null : new ServiceError('EMAIL_NOT_VERIFIED')
}

/** Leads to the sign-in when a login is not attached yet or its password was changed; every other error is a failure. */
function outcomeOfError(context: LandingContext, landing: LandingSession, error: unknown): LandingOutcome {
  const needsSignIn =
    isUpstream(error, 'unauthorised') || (error instanceof ServiceError && error.code === 'LOGIN_EXISTS')
  const refusal = attachRefusal(landing.session)
  if (needsSignIn && refusal === null) return ask(context, landing, SIGN_IN_PATH)
  const serviceError = needsSignIn && refusal !== null ? refusal : toServiceError(error)
  return {
    kind: 'failed',
    error: serviceError,
    returnUrl: landing.returnUrl,
    eventId: landing.session.event?.id ?? null,
    cookies: serviceError.statusCode >= 500 ? [continuationCookie(context.vault, landing.token)] : [],
  }
}
