import type { FastifyReply } from 'fastify'
import type { LandingContext as Context } from './context.ts'
import type { Outcome } from './proceed.ts'
import { type Exchange, showProblem } from './show-failure.ts'

/** Answers a posted form with where it led: on to the next page, or to words. */
export function followOutcome(context: Context, exchange: Exchange, outcome: Outcome): FastifyReply {
  const { reply } = exchange
  if (outcome.cookies.length > 0) reply.header('set-cookie', outcome.cookies)
  // What the landing's script does for itself: an old token in the browser's storage would beat the cookie.
  if (outcome.kind === 'entered') reply.header('clear-site-data', '"storage"')
  if (outcome.kind !== 'failed') {
    return reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(outcome.next, 303)
  }
  const { error, eventId, returnUrl } = outcome
  if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter))
  if (error.statusCode >= 500) exchange.request.log.error({ err: error.cause ?? error, code: error.code })
  return showProblem(context, exchange, {
    code: error.code,
    reason: error.message,
    status: error.statusCode,
    eventId,
    returnUrl,
    canRetry: outcome.cookies.length > 0,
  })
}
