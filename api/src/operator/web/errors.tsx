import type { ServiceError } from '@tuvens/contract'
import { noteError, sendError, toServiceError } from '@tuvens/platform/http/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { wantsJson } from './guard.ts'
import type { ConsolePage } from './page.tsx'
import { sendPage } from './send-page.ts'

/** Errors are pages for a browser, and the envelope for a program. Somebody who is not signed in is led to the sign-in. */
export function answerError(failure: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toServiceError(failure)
  if (wantsJson(request)) return sendError(error, request, reply)
  if (error.code === 'AUTHENTICATION_REQUIRED' && request.method === 'GET')
    return reply
      .header('cache-control', 'no-store')
      .redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
  noteError(error, request, reply)
  return sendPage({ request, reply }, errorPage(error, request.id), error.statusCode)
}

function errorPage(error: ServiceError, requestId: string): ConsolePage {
  const details = (error.details ?? []).map(({ message }) => message).join('; ')
  return {
    title: error.message,
    width: 'form',
    body: (
      <>
        <h1>{error.message}</h1>
        {details !== '' && <p>{details}.</p>}
        <p class="muted">
          <code>{error.code}</code>, request <code>{requestId}</code>
        </p>
        <p>
          <a class="button" href="/">
            Back to the console
          </a>
        </p>
      </>
    ),
  }
}
