import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import type { LandingContext as Context } from './context.ts'
import { type Place, provision } from '../linking/provision.ts'
import { findAccount } from '../mapping/store.ts'
import { noteMotion } from '../relay/announce.ts'
import type { Me } from '../upstream/answers.ts'
import { isUpstream } from '../upstream/errors.ts'
import { continuationCookie, loginCookie, NO_CONTINUATION } from './cookies.ts'
import { withNote } from './return-url.ts'

/** A consumed session on its way in, and the browser it is on its way with. */
export type Visit = {
  token: string
  session: ValidatedSession
  returnUrl: string | null
  eventData: string | null
  currentLogin: string | undefined
  /** The person said that another login in this browser may be replaced. */
  mayReplaceLogin: boolean
}

/** Where the browser goes and the cookies it gets; a failure that can be tried again keeps its way back. */
export type Outcome =
  | { kind: 'entered' | 'asked'; next: string; returnUrl: string | null; cookies: string[] }
  | {
      kind: 'failed'
      error: ServiceError
      returnUrl: string | null
      eventId: string | null
      cookies: string[]
    }

/** Where somebody else being signed in is settled. */
export const CHOOSE_PATH = '/auth/cross-app/choose'
/** Where a login that already exists is linked. */
export const SIGN_IN_PATH = '/auth/cross-app/sign-in'

/** Provisions and signs in, unless the person has to be asked first. Nothing is made before they have answered. */
export async function proceed(context: Context, visit: Visit): Promise<Outcome> {
  try {
    const current = await whoIsSignedIn(context, visit.currentLogin)
    if (!visit.mayReplaceLogin && (await isSomeoneElse(context, visit, current)))
      return ask(context, visit, CHOOSE_PATH)
    const place = await provision(context, visit)
    await noteMotion(context, place.account.id)
    return await signIn(context, visit, { place, current })
  } catch (error) {
    return recover(context, visit, error)
  }
}

/** Who this browser is signed in to Hi.Events as. */
export async function whoIsSignedIn(context: Context, currentLogin: string | undefined): Promise<Me | null> {
  if (currentLogin === undefined) return null
  try {
    return await context.hiEvents.me(currentLogin)
  } catch (error) {
    if (isUpstream(error, 'unauthorised', 'forbidden')) return null
    throw error
  }
}

async function isSomeoneElse(context: Context, { session }: Visit, current: Me | null): Promise<boolean> {
  if (current === null) return false
  const account = await findAccount(context.db, session.account_id)
  return account?.hiUserId !== current.id || account.hiAccountId !== current.account_id
}

async function signIn(
  context: Context,
  visit: Visit,
  { place, current }: { place: Place; current: Me | null },
): Promise<Outcome> {
  const { account, path, hiEventId } = place
  const isIn = current?.id === account.hiUserId && current.account_id === account.hiAccountId
  const cookies = isIn ? [] : [loginCookie(await context.login.signIn(account))]
  const note = {
    status: 'success',
    event_id: visit.session.event?.id,
    hi_events_event_id: hiEventId,
    account_id: visit.session.account_id,
  } as const
  const returnUrl = visit.returnUrl && withNote(visit.returnUrl, note)
  return { kind: 'entered', next: path, returnUrl, cookies: [...cookies, NO_CONTINUATION] }
}

function ask(context: Context, { token, returnUrl }: Visit, path: string): Outcome {
  return { kind: 'asked', next: path, returnUrl, cookies: [continuationCookie(context.vault, token)] }
}

/** A login that is not ours yet, or whose password no longer works, is asked for; the rest is a failure with a way back. */
function recover(context: Context, visit: Visit, error: unknown): Outcome {
  const needsSignIn =
    isUpstream(error, 'unauthorised') || (error instanceof ServiceError && error.code === 'LOGIN_EXISTS')
  if (needsSignIn) return ask(context, visit, SIGN_IN_PATH)
  const known = error instanceof ServiceError ? error : new ServiceError('INTERNAL_ERROR', { cause: error })
  return {
    kind: 'failed',
    error: known,
    returnUrl: visit.returnUrl,
    eventId: visit.session.event?.id ?? null,
    cookies: known.statusCode >= 500 ? [continuationCookie(context.vault, visit.token)] : [],
  }
}
