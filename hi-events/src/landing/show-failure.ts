import { ERROR_CODES, type ErrorCode } from '@tuvens/contract'
import { toServiceError } from '@tuvens/platform/errors'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { LandingContext as Context } from './context.ts'
import { sendPage } from '../web/send-page.ts'
import { readContinuation } from './cookies.ts'
import { readQuery } from './read-parameters.ts'
import { problemPage } from './pages/failure-page.tsx'
import { allowedReturnUrl, eventIdHint, startAgainUrl, withNote } from './return-url.ts'
import { wordsFor } from './pages/failure-text.ts'

/** A request and the reply to it. */
export type Exchange = { request: FastifyRequest; reply: FastifyReply }

/** A failure as a page tells it; `eventId` and `returnUrl` only lead back. */
export type Failure = {
  code: ErrorCode
  /** Its sentence; only those we have words for are told. */
  reason: string
  status: number
  eventId: string | null
  returnUrl: string | null
  canRetry: boolean
}

/** Answers a failure with words and a way on. */
export function showProblem(context: Context, { request, reply }: Exchange, failure: Failure): FastifyReply {
  const { code, reason, status, eventId, returnUrl, canRetry } = failure
  const words = wordsFor(code, reason)
  const note = { status: 'error', error_code: code, error_message: words.title } as const
  const page = problemPage({
    code,
    words,
    startAgain: startAgainUrl(context.config.siteUrl, eventId),
    returnUrl: returnUrl && withNote(returnUrl, { ...note, event_id: eventId ?? undefined }),
    canRetry,
    requestId: request.id,
  })
  return sendPage({ request, reply }, page, { status })
}

/** For routes that answer with pages: whatever is thrown there becomes words too. */
export function withWords(context: Context) {
  return (thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const error = toServiceError(thrown)
    if (error.retryAfter !== undefined) reply.header('retry-after', Math.ceil(error.retryAfter))
    if (error.statusCode >= 500) request.log.error({ err: error.cause ?? error, code: error.code })
    const hints = readQuery(request.body ?? request.query)
    void showProblem(
      context,
      { request, reply },
      {
        code: error.code,
        reason: error.message,
        status: error.statusCode,
        eventId: eventIdHint(hints),
        returnUrl: allowedReturnUrl(hints.return_url ?? hints.callback_url, context.config.returnOrigins),
        canRetry: error.statusCode >= 500 && readContinuation(context.vault, request) !== null,
      },
    )
  }
}

/** The page a script goes to when its post failed: it shows only what its address and cookie say. */
export function addProblemRoutes(app: FastifyInstance, context: Context): void {
  app.get('/auth/cross-app/problem', async (request, reply) => {
    const query = request.query as Record<string, unknown>
    const hints = readQuery({ ...query, code: undefined })
    const code = ERROR_CODES.find((each) => each === query['code']) ?? 'INTERNAL_ERROR'
    return showProblem(
      context,
      { request, reply },
      {
        code,
        reason: String(query['reason']),
        status: 200,
        eventId: eventIdHint(hints),
        returnUrl: allowedReturnUrl(hints.return_url, context.config.returnOrigins),
        canRetry: readContinuation(context.vault, request) !== null,
      },
    )
  })
}
