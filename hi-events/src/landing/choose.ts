import { ServiceError, type ValidatedSession } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findSession, type RememberedSession } from '../session/store.ts'
import { hashOf } from '../session/token.ts'
import { readerFor } from '../web/reader.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import type { LandingContext } from './context.ts'
import { readContinuation, readTicketToken, readVerifier } from './cookies.ts'
import { sendOutcome } from './send-outcome.ts'
import { choosePage } from './pages/choose-page.tsx'
import { countLanding } from './count-landing.ts'
import { CHOOSE_PATH, proceed } from './proceed.ts'
import { findSignedInUser } from '../ticket-session/signed-in-user.ts'
import { endReasonOf } from '../ticket-session/ticket-session.ts'
import { eventPageUrl, withReturnParameters } from './return-url.ts'
import { sameOriginOnly } from './same-origin.ts'
import { showErrors } from './show-failure.ts'

/** Asks who continues when another user is signed in or no browser asked for the session, and continues a landing after the answer or a failure. */
export function addChooseRoutes(app: FastifyInstance, context: LandingContext): void {
  const options = { errorHandler: showErrors(context) }
  const postOptions = { ...options, preValidation: [sameOriginOnly(context.config.ticketOrigin)] }

  app.get(CHOOSE_PATH, options, async (request, reply) => {
    const remembered = await findRememberedSession(context, request)
    const current = await findSignedInUser(context, readTicketToken(context.config.ticketOrigin, request))
    const { session } = remembered
    const page = choosePage({
      current,
      session,
      cancelUrl: cancelUrl(context, remembered),
      reader: readerFor(request),
    })
    return sendPage({ request, reply }, page)
  })

  for (const [path, isConfirmed] of [
    [CHOOSE_PATH, true],
    ['/auth/cross-app/continue', false],
  ] as const) {
    app.post(path, postOptions, async (request, reply) => {
      const remembered = await findRememberedSession(context, request)
      return resume(context, { request, reply }, { ...remembered, isConfirmed })
    })
  }
}

/** A session that was consumed in this browser, and its token. */
export type ContinuedLanding = RememberedSession & { token: string }

/** Continues a landing in this browser, and replies. */
export async function resume(
  context: LandingContext,
  exchange: HttpExchange,
  landing: ContinuedLanding & { isConfirmed: boolean },
): Promise<FastifyReply> {
  const ticketToken = readTicketToken(context.config.ticketOrigin, exchange.request)
  const outcome = await countLanding(() => proceed(context, { ...landing, ticketToken }))
  return sendOutcome(context, exchange, outcome)
}

/**
 * The session of a landing that is not complete. Another host of the same site can plant the continuation cookie, but no
 * code verifier.
 *
 * @throws ServiceError SESSION_EXPIRED; SESSION_BROWSER_MISMATCH; SESSION_REVOKED, SESSION_ALREADY_USED; API_UNAVAILABLE
 */
export async function findRememberedSession(
  context: LandingContext,
  request: FastifyRequest,
): Promise<ContinuedLanding> {
  const token = readContinuation(context, request)
  const remembered = token === null ? undefined : await findSession(context.db, hashOf(token))
  if (token === null || remembered === undefined) throw new ServiceError('SESSION_EXPIRED')
  const { codeChallenge, session } = remembered
  if (
    codeChallenge !== null &&
    readVerifier(context.config.ticketOrigin, request, codeChallenge) === undefined
  )
    throw new ServiceError('SESSION_BROWSER_MISMATCH')
  await requireRights(context, session)
  return { token, ...remembered }
}

/** The session was consumed minutes ago: its user may have left the account since (spec 7.2.2). */
async function requireRights(
  { auth }: LandingContext,
  { session_id: sessionId }: ValidatedSession,
): Promise<void> {
  const [status] = await auth.sessionStatuses([sessionId])
  const reason = endReasonOf(status)
  if (reason === 'used-again') throw new ServiceError('SESSION_ALREADY_USED')
  if (reason !== null) throw new ServiceError('SESSION_REVOKED')
}

/** Where an organiser goes who does not continue. */
export function cancelUrl(context: LandingContext, { returnUrl, session }: RememberedSession): string {
  const eventId = session.event?.id
  if (returnUrl === null) return eventPageUrl(context.config.siteUrl, eventId ?? null)
  return withReturnParameters(returnUrl, {
    status: 'cancelled',
    event_id: eventId,
    account_id: session.account_id,
  })
}
