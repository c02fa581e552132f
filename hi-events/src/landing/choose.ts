import { ServiceError } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { LandingContext as Context } from './context.ts'
import { findSession, type RememberedSession } from '../session/store.ts'
import { hashOf } from '../session/token.ts'
import { sendPage } from '../web/send-page.ts'
import { choosePage } from './pages/choose-page.tsx'
import { readContinuation, readLogin } from './cookies.ts'
import { resume } from './enter.ts'
import { followOutcome } from './follow-outcome.ts'
import { CHOOSE_PATH, whoIsSignedIn } from './proceed.ts'
import { withWords } from './show-failure.ts'
import { startAgainUrl, withNote } from './return-url.ts'
import { sameOriginOnly } from './same-origin.ts'

/** A different user is signed in: who, and what to do about it. Also the way on after a failure. */
export function addChooseRoutes(app: FastifyInstance, context: Context): void {
  const options = { errorHandler: withWords(context) }
  const posting = { ...options, preValidation: [sameOriginOnly(context.config.ticketOrigin)] }

  app.get(CHOOSE_PATH, options, async (request, reply) => {
    const remembered = await rememberedOf(context, request)
    const current = await whoIsSignedIn(context, readLogin(request))
    const { name, organiser } = remembered.session
    return sendPage(
      { request, reply },
      choosePage({ current, name, organiser, back: backOf(context, remembered) }),
    )
  })

  for (const [path, mayReplaceLogin] of [
    [CHOOSE_PATH, true],
    ['/auth/cross-app/continue', false],
  ] as const) {
    app.post(path, posting, async (request, reply) => {
      const token = readContinuation(context.vault, request)
      const outcome = await resume(context, token, { currentLogin: readLogin(request), mayReplaceLogin })
      return followOutcome(context, { request, reply }, outcome)
    })
  }
}

/** @throws ServiceError SESSION_EXPIRED */
export async function rememberedOf(context: Context, request: FastifyRequest): Promise<RememberedSession> {
  const token = readContinuation(context.vault, request)
  const remembered = token === null ? undefined : await findSession(context.db, hashOf(token))
  if (remembered === undefined) throw new ServiceError('SESSION_EXPIRED')
  return remembered
}

/** Where somebody goes who does not want to go on. */
export function backOf(context: Context, { returnUrl, session }: RememberedSession): string {
  const eventId = session.event?.id
  const note = { status: 'cancelled', event_id: eventId, account_id: session.account_id } as const
  return returnUrl === null
    ? startAgainUrl(context.config.siteUrl, eventId ?? null)
    : withNote(returnUrl, note)
}
