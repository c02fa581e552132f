import type { FastifyReply } from 'fastify'
import type { HttpExchange } from '../web/send-page.ts'
import type { LandingContext } from './context.ts'
import type { LandingOutcome } from './proceed.ts'
import { showError } from './show-failure.ts'

/** Replies to a posted form: a redirect to the next page, or the page of a failure. */
export function sendOutcome(
  context: LandingContext,
  exchange: HttpExchange,
  outcome: LandingOutcome,
): FastifyReply {
  const { reply } = exchange
  if (outcome.cookies.length > 0) reply.header('set-cookie', outcome.cookies)
  // Hi.Events prefers a token in the browser's storage to the cookie. The landing's script removes it; a form cannot.
  if (outcome.kind === 'entered') reply.header('clear-site-data', '"storage"')
  if (outcome.kind !== 'failed') {
    return reply.header('cache-control', 'no-store').redirect(outcome.next, 303)
  }
  return showError(context, exchange, { ...outcome, canRetry: outcome.cookies.length > 0 })
}
