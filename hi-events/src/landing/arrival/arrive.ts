import type { LandingValidateRequest } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { browserOf } from './browser-of.ts'
import type { LandingContext } from '../context.ts'
import { arrivalCookie, noArrival, readArrival } from '../cookies.ts'
import { enter } from '../enter.ts'
import { isNavigation } from './is-navigation.ts'
import { startAgainUrl } from '../return-url.ts'
import { sendOutcome } from '../send-outcome.ts'
import { showErrors } from '../show-failure.ts'

const ARRIVE_PATH = '/auth/cross-app/arrive'

/**
 * Where a form of the event site leads. With a POST from another site the browser sends no `SameSite=Lax` cookie, so this
 * browser's code verifier is missing; with the GET of the redirect that follows it sends them.
 */
export function redirectToArrival(
  context: LandingContext,
  reply: FastifyReply,
  parameters: LandingValidateRequest,
): FastifyReply {
  return reply
    .header('set-cookie', arrivalCookie(context, parameters))
    .header('cache-control', 'no-store')
    .redirect(ARRIVE_PATH, 303)
}

export function addArrivalRoute(app: FastifyInstance, context: LandingContext): void {
  app.get(ARRIVE_PATH, { errorHandler: showErrors(context) }, async (request, reply) => {
    const parameters = readArrival(context, request)
    if (!isNavigation(request)) return reply.redirect(startAgainUrl(context.config.siteUrl, null), 303)
    reply.header('set-cookie', noArrival(context))
    const outcome = await enter(context, parameters, browserOf(context, request, parameters))
    return sendOutcome(context, { request, reply }, outcome)
  })
}
