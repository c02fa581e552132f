import { type LandingValidateRequest, ServiceError } from '@tuvens/contract'
import type { LandingContext as Context } from './context.ts'
import { readEventData } from '../linking/have-prefilled-event.ts'
import { findSession, insertSession } from '../session/store.ts'
import { hashOf } from '../session/token.ts'
import { type Outcome, proceed } from './proceed.ts'
import { allowedReturnUrl } from './return-url.ts'

/**
 * What the landing does with a token: consume it, remember the session, then go on until the organiser is in, or has to be
 * asked something.
 *
 * @param browser `currentLogin` is the JWT of whoever is signed in to Hi.Events there
 * @throws ServiceError VALIDATION_ERROR, RATE_LIMITED, PERMISSION_DENIED, and the API's refusals of the token
 */
export async function enter(
  context: Context,
  request: LandingValidateRequest,
  { currentLogin, address }: { currentLogin: string | undefined; address: string },
): Promise<Outcome> {
  const token = request.session_token ?? request.code
  if (token === undefined) throw missingToken()
  const eventData = eventDataOf(request)
  const returnUrl = allowedReturnUrl(request.return_url ?? request.callback_url, context.config.returnOrigins)
  context.guesses.check(address)
  const session = await context.auth.validateSession(token).catch((error: unknown) => {
    context.guesses.note(address, error)
    throw error
  })
  if (!session.permissions.includes('manage_ticketing')) throw new ServiceError('PERMISSION_DENIED')
  await insertSession(context.db, { hash: hashOf(token), session, returnUrl, eventData })
  return proceed(context, { token, session, returnUrl, eventData, currentLogin, mayReplaceLogin: false })
}

/**
 * Goes on with a session that has been consumed here.
 *
 * @throws ServiceError SESSION_EXPIRED when it is not remembered any more
 */
export async function resume(
  context: Context,
  token: string | null,
  choice: { currentLogin: string | undefined; mayReplaceLogin: boolean },
): Promise<Outcome> {
  const remembered = token === null ? undefined : await findSession(context.db, hashOf(token))
  if (token === null || remembered === undefined) throw new ServiceError('SESSION_EXPIRED')
  const { session, returnUrl, eventData } = remembered
  return proceed(context, { token, session, returnUrl, eventData, ...choice })
}

function missingToken(): ServiceError {
  return new ServiceError('VALIDATION_ERROR', {
    details: [{ field: 'session_token', message: 'session_token is required' }],
  })
}

function eventDataOf({ event_data }: LandingValidateRequest): string | null {
  return event_data === undefined || event_data === '' ? null : JSON.stringify(readEventData(event_data))
}
