import { ERROR_CODES, type ErrorCode } from '@tuvens/contract'
import { toServiceError } from '@tuvens/platform/http/errors'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readFields } from '../web/form-fields.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import type { LandingContext } from './context.ts'
import { readContinuation } from './cookies.ts'
import { failurePage } from './pages/failure-page.tsx'
import { failureTextFor } from './pages/failure-text.ts'
import { readQuery } from './read-parameters.ts'
import { allowedReturnUrl, eventIdHint, startAgainUrl, withReturnParameters } from './return-url.ts'

/** A failure to show on a page. `eventId` and `returnUrl` are used in links only. */
export type LandingFailure = {
  code: ErrorCode
  /** The message of the error; shown only if `failureTextFor` recognises it. */
  reason: string
  status: number
  eventId: string | null
  returnUrl: string | null
  canRetry: boolean
}

/** Replies with the page of a failure: what happened, and what the organiser can do next. */
export function showFailure(
  context: LandingContext,
  exchange: HttpExchange,
  failure: LandingFailure,
): FastifyReply {
  const { code, reason, status, eventId, returnUrl, canRetry } = failure
  const text = failureTextFor(code, reason)
  const result = { status: 'error', error_code: code, error_message: text.title } as const
  const page = failurePage({
    code,
    text,
    startAgainUrl: startAgainUrl(context.config.siteUrl, eventId),
    returnUrl: returnUrl && withReturnParameters(returnUrl, { ...result, event_id: eventId ?? undefined }),
    canRetry,
    requestId: exchange.request.id,
  })
  return sendPage(exchange, page, { status })
}

/** The error handler of routes that reply with pages. */
export function showErrors(context: LandingContext) {
  return (thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const error = toServiceError(thrown)
    if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter))
    if (error.statusCode >= 500) request.log.error({ err: error.cause ?? error, code: error.code })
    const hints = readQuery(request.body ?? request.query)
    const failure = {
      code: error.code,
      reason: error.message,
      status: error.statusCode,
      eventId: eventIdHint(hints),
      returnUrl: allowedReturnUrl(hints.return_url ?? hints.callback_url, context.config.returnOrigins),
      canRetry: error.statusCode >= 500 && readContinuation(context.vault, request) !== null,
    }
    void showFailure(context, { request, reply }, failure)
  }
}

/** The page that the landing's script opens after a failure. It shows only what the address and the cookie contain. */
export function addFailureRoutes(app: FastifyInstance, context: LandingContext): void {
  app.get('/auth/cross-app/problem', async (request, reply) => {
    const { code, reason, ...rest } = readFields(request.query)
    const hints = readQuery(rest)
    const failure = {
      code: ERROR_CODES.find((each) => each === code) ?? 'INTERNAL_ERROR',
      reason: String(reason),
      status: 200,
      eventId: eventIdHint(hints),
      returnUrl: allowedReturnUrl(hints.return_url, context.config.returnOrigins),
      canRetry: readContinuation(context.vault, request) !== null,
    }
    return showFailure(context, { request, reply }, failure)
  })
}
