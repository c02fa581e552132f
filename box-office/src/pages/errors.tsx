import { ServiceError, toServiceError } from '@tuvens/platform/http/errors'
import { reportError } from '@tuvens/platform/telemetry/report-error'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { PassingRefusal, Refusal } from '../refusal.ts'
import { FailedPage, ForeignPostPage, NotFoundPage, ProblemPage } from './kit/layout/problem-page.tsx'
import { sendPage } from './kit/layout/send-page.ts'
import { TooManyPage } from './too-many-page.tsx'

/** Every error becomes a page that explains what happened and what to do next. */
export function sendErrorPage(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isPassing = error instanceof ServiceError || error instanceof PassingRefusal
  const retryAfter = isPassing ? error.retryAfter : undefined
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)))
  const [status, page] = pageOf(error, request)
  if (status >= 500 && toServiceError(error).isFailure) {
    request.log.error({ err: error }, 'a page failed')
    reportError(toServiceError(error))
  }
  return sendPage(reply, page, status)
}

function pageOf(error: unknown, request: FastifyRequest): [number, VNode] {
  const status = error instanceof Refusal ? error.status : toServiceError(error).statusCode
  if (error instanceof ServiceError && error.code === 'ORIGIN_NOT_ALLOWED') return [403, <ForeignPostPage />]
  if (error instanceof ServiceError && error.code === 'RATE_LIMITED') {
    return [429, <TooManyPage seconds={Math.ceil(error.retryAfter ?? 60)} />]
  }
  if (status === 404) return [404, <NotFoundPage signedIn={request.shell.account !== null} />]
  if (status >= 500) return [status, <FailedPage reference={request.id} />]
  return [status, <RefusedPage message={error instanceof Refusal ? error.message : undefined} />]
}

function RefusedPage({ message }: { message: string | undefined }) {
  return (
    <ProblemPage
      title="This cannot be done"
      icon="info"
      actions={
        <a class="button button--primary" href="">
          Back to the page
        </a>
      }
    >
      <p class="muted">
        {message ?? 'The form did not arrive as it should. Open the page again and send it once more.'}
      </p>
    </ProblemPage>
  )
}
