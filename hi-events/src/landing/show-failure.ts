import { ERROR_CODES, type ErrorCode, type ServiceError } from '@tuvens/contract'
import { noteError, toServiceError } from '@tuvens/platform/http/errors'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { durationOf } from '@tuvens/platform/text/duration'
import { readFields } from '../web/form-fields.ts'
import { type Reader, readerFor } from '../web/reader.ts'
import { type HttpExchange, sendPage } from '../web/send-page.ts'
import type { LandingContext } from './context.ts'
import { readContinuation } from './cookies.ts'
import { failurePage } from './pages/failure-page.tsx'
import { failureTextFor, type LandingFailureText } from './pages/failure-text.ts'
import { readQuery } from './read-parameters.ts'
import {
  allowedReturnUrl,
  eventIdHint,
  eventPageUrl,
  startAgainUrl,
  teamPageUrl,
  withReturnParameters,
} from './return-url.ts'

/** A failure to show on a page. `eventId` and `returnUrl` are used in links only. */
type LandingFailure = {
  code: ErrorCode
  /** The message of the error; shown only if `failureTextFor` recognises it. */
  reason: string
  status: number
  eventId: string | null
  returnUrl: string | null
  canRetry: boolean
  /** Seconds after which it works again. */
  retryAfter?: number | undefined
}

/** A limit says when to come again. */
function withTime(
  { t, locale }: Reader,
  text: LandingFailureText,
  { code, retryAfter }: LandingFailure,
): LandingFailureText {
  if (code !== 'RATE_LIMITED' || retryAfter === undefined) return text
  return { ...text, sentence: t('landing.failure.wait', { duration: durationOf(retryAfter, locale) }) }
}

/** Replies with the page of a failure: what happened, and what the organiser can do next. */
function showFailure(context: LandingContext, exchange: HttpExchange, failure: LandingFailure): FastifyReply {
  const { code, reason, status, eventId, returnUrl, canRetry } = failure
  const reader = readerFor(exchange.request)
  const { t } = reader
  const text = withTime(reader, failureTextFor(t, code, reason), failure)
  const { siteUrl } = context.config
  const isFromPlatform = returnUrl !== null && new URL(returnUrl).origin !== siteUrl
  const result = { status: 'error', error_code: code, error_message: text.title } as const
  const backUrl = returnUrl && withReturnParameters(returnUrl, { ...result, event_id: eventId ?? undefined })
  const page = failurePage({
    code,
    text,
    // Who came from a platform's own page has no sign-in on the event site: every way leads back there.
    ...(isFromPlatform && backUrl !== null
      ? { wayOn: { label: t('landing.way.start'), url: backUrl }, teamUrl: null, returnUrl: null }
      : {
          wayOn: text.isFixedOnEventPage
            ? { label: t('landing.way.event'), url: eventPageUrl(siteUrl, eventId) }
            : { label: t('landing.startAgain'), url: startAgainUrl(siteUrl, eventId) },
          teamUrl: text.hasTeam === true ? teamPageUrl(siteUrl) : null,
          returnUrl: backUrl,
        }),
    canRetry,
    requestId: exchange.request.id,
    reader,
  })
  return sendPage(exchange, page, { status })
}

/** Replies with the page of an error. */
export function showError(
  context: LandingContext,
  exchange: HttpExchange,
  { error, ...hints }: Pick<LandingFailure, 'eventId' | 'returnUrl' | 'canRetry'> & { error: ServiceError },
): FastifyReply {
  const { code, message: reason, statusCode: status, retryAfter } = error
  noteError(error, exchange.request, exchange.reply)
  return showFailure(context, exchange, { code, reason, status, retryAfter, ...hints })
}

/** The error handler of routes that reply with pages. */
export function showErrors(context: LandingContext) {
  return (thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const error = toServiceError(thrown)
    const hints = readQuery(request.body ?? request.query)
    void showError(
      context,
      { request, reply },
      {
        error,
        eventId: eventIdHint(hints),
        returnUrl: allowedReturnUrl(hints.return_url ?? hints.callback_url, context.config.returnOrigins),
        canRetry: error.statusCode >= 500 && readContinuation(context, request) !== null,
      },
    )
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
      canRetry: readContinuation(context, request) !== null,
    }
    return showFailure(context, { request, reply }, failure)
  })
}
