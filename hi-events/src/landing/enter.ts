import { type LandingValidateRequest, ServiceError, type ValidatedSession } from '@tuvens/contract'
import { clientKey } from '@tuvens/platform/limits/client'
import { recordRefusal } from '@tuvens/platform/limits/limit'
import { readEventData } from '../provisioning/ensure-prefilled-event.ts'
import { insertSession, isRemembered, type RememberedSession } from '../session/store.ts'
import { hashOf, isSessionToken } from '../session/token.ts'
import type { LandingContext } from './context.ts'
import { challengeOf } from './cookies.ts'
import { countLanding } from './count-landing.ts'
import { type LandingOutcome, proceed } from './proceed.ts'
import { allowedReturnUrl } from './return-url.ts'

/** `ticketToken` is of the person who is signed in to the ticket system there, `verifier` of the click that asked for this session there. */
export type LandingBrowser = {
  ticketToken: string | null
  verifier: string | undefined
  clientIp: string
}

/**
 * Lands with a session token: consumes it, stores the session, then proceeds until the organiser is signed in or has
 * to answer a question.
 *
 * @throws ServiceError VALIDATION_ERROR, RATE_LIMITED, PERMISSION_DENIED, and the API's refusals of the token
 */
export function enter(
  context: LandingContext,
  request: LandingValidateRequest,
  browser: LandingBrowser,
): Promise<LandingOutcome> {
  return countLanding(() => consumeAndProceed(context, request, browser))
}

async function consumeAndProceed(
  context: LandingContext,
  request: LandingValidateRequest,
  { ticketToken, verifier, clientIp }: LandingBrowser,
): Promise<LandingOutcome> {
  const token = request.session_token ?? request.code
  if (token === undefined) {
    const details = [{ field: 'session_token', message: 'session_token is required' }]
    throw new ServiceError('VALIDATION_ERROR', { details })
  }
  // What does not have the form of a token costs nothing.
  if (!isSessionToken(token)) throw new ServiceError('SESSION_NOT_FOUND')
  await context.entrances.admit('landing', { address: clientIp })
  const eventData = eventDataOf(request)
  const returnUrl = allowedReturnUrl(request.return_url ?? request.callback_url, context.config.returnOrigins)
  const session = await consumeOnce(context, { token, verifier, clientIp, returnUrl, eventData })
  const { action } = request
  return proceed(context, {
    token,
    session,
    returnUrl,
    eventData,
    ticketToken,
    isConfirmed: false,
    action,
  })
}

type Consumption = Omit<LandingBrowser, 'ticketToken'> & { token: string } & Omit<
    RememberedSession,
    'session'
  >

/** A browser that repeats its own request is refused here. To the API it would be a second use, which revokes the session. */
async function consumeOnce(context: LandingContext, consumption: Consumption): Promise<ValidatedSession> {
  const { token, verifier, returnUrl, eventData } = consumption
  const hash = hashOf(token)
  const codeChallenge = verifier === undefined ? null : challengeOf(verifier)
  if (codeChallenge !== null && (await isRemembered(context.db, hash, codeChallenge))) {
    throw new ServiceError('SESSION_ALREADY_USED')
  }
  const session = await consumeToken(context, consumption)
  if (!session.permissions.some((each) => MAY_ENTER.has(each))) throw new ServiceError('PERMISSION_DENIED')
  await insertSession(context.db, { hash, codeChallenge, session, returnUrl, eventData })
  return session
}

/** Who may only view reports sees what is linked, and changes nothing. */
const MAY_ENTER: ReadonlySet<string> = new Set(['manage_ticketing', 'view_reports'])

/** Unknown tokens are limited per client: guessing costs a call of the API. */
async function consumeToken(
  { auth, limits }: LandingContext,
  { token, verifier, clientIp }: Consumption,
): Promise<ValidatedSession> {
  const client = clientKey(clientIp)
  const { isAllowed, resetMs } = await limits.peek('unknownTokens', client)
  if (!isAllowed) {
    recordRefusal('unknownTokens')
    throw new ServiceError('RATE_LIMITED', { retryAfter: resetMs / 1000 })
  }
  try {
    return await auth.validateSession(token, { verifier, clientIp })
  } catch (error) {
    const isUnknown = error instanceof ServiceError && error.code === 'SESSION_NOT_FOUND'
    if (isUnknown) await limits.count('unknownTokens', client)
    throw error
  }
}

function eventDataOf({ event_data }: LandingValidateRequest): string | null {
  return event_data === undefined || event_data === '' ? null : JSON.stringify(readEventData(event_data))
}
