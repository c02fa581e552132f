import { ERRORS, errorBody, type ErrorCode, ServiceError } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import { pathOf } from '@tuvens/platform/path'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Say, Shell, SHELL_CSS } from '../web/shell.tsx'
import { renderPage } from '../web/page.tsx'

/** Why something is not passed on; `retryAfter` in seconds. */
export type Refusal = { code: ErrorCode; title: string; sentence: string; retryAfter?: number }

/** The ticket system cannot be reached. */
export const DOWN: Refusal = {
  code: 'UPSTREAM_UNAVAILABLE',
  title: 'The ticket system is not answering',
  sentence: 'Nothing is lost. Wait a moment and load this page again.',
  retryAfter: 5,
}
/** An address that cannot be decoded. */
export const MALFORMED: Refusal = {
  code: 'VALIDATION_ERROR',
  title: 'This address cannot be read',
  sentence: 'Check the address, or go back and follow the link again.',
}
/** The super-admin API; to us it does not exist. */
export const ADMIN: Refusal = {
  code: 'NOT_FOUND',
  title: 'There is nothing here',
  sentence: 'Check the address, or go back and follow the link again.',
}
/** Accounts are made by the connector alone. */
export const REGISTRATION: Refusal = {
  code: 'PERMISSION_DENIED',
  title: 'Accounts are not opened here',
  sentence: 'Open your event on the event site and choose Enable ticketing: your account is made for you.',
}
/** A write a browser sends from another site. */
export const FOREIGN_ORIGIN: Refusal = {
  code: 'ORIGIN_NOT_ALLOWED',
  title: 'This request came from another site',
  sentence: 'Go to the ticket pages yourself and do it there.',
}

/** Answers what is not passed on: words for people, the envelope for programs. */
export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const path = pathOf(request.url ?? '/')
  const wantsPage = !path.startsWith('/api/') && /\btext\/html\b/.test(request.headers.accept ?? '')
  response.statusCode = ERRORS[refusal.code][0]
  response.setHeader('cache-control', 'no-store')
  response.setHeader('x-content-type-options', 'nosniff')
  if (refusal.retryAfter !== undefined) response.setHeader('retry-after', String(refusal.retryAfter))
  if (wantsPage) sendWords(request, response, refusal)
  else sendEnvelope(response, refusal, path)
}

function sendEnvelope(response: ServerResponse, { code }: Refusal, path: string): void {
  const context = { path, requestId: randomUUID(), timestamp: new Date().toISOString() }
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.setHeader('x-frame-options', 'DENY')
  response.end(JSON.stringify(errorBody(new ServiceError(code), context)))
}

function sendWords(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { html, contentSecurityPolicy } = renderPage({
    title: refusal.title,
    css: SHELL_CSS,
    body: (
      <Shell>
        <Say
          tone={refusal.code === 'UPSTREAM_UNAVAILABLE' ? 'warn' : 'info'}
          glyph={icon('alert')}
          title={refusal.title}
        >
          <p class="lead">{refusal.sentence}</p>
        </Say>
        {refusal.code === 'UPSTREAM_UNAVAILABLE' && request.method === 'GET' && (
          <p>
            <a class="button button--primary" href={request.url ?? '/'}>
              Try again
            </a>
          </p>
        )}
      </Shell>
    ),
  })
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-security-policy', contentSecurityPolicy)
  response.end(html)
}
