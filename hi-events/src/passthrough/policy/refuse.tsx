import { ERRORS, errorBody, ServiceError } from '@tuvens/contract'
import { icon } from '@tuvens/design'
import { pathOf } from '@tuvens/platform/http/path'
import { currentRequest } from '@tuvens/platform/telemetry/trace'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PageHeading, Shell, SHELL_CSS } from '../../web/shell.tsx'
import { renderPage } from '../../web/page.tsx'
import { ownHeadersOf } from './own-headers.ts'
import type { Refusal } from './refusals.ts'

/** Answers what is not passed on: words for people, the envelope for programs. */
export type Refuse = (request: IncomingMessage, response: ServerResponse, refusal: Refusal) => void

export function createRefuse(publicUrl: string): Refuse {
  const headers = ownHeadersOf(publicUrl)
  return (request, response, refusal) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    answer(request, response, refusal)
  }
}

function answer(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const path = pathOf(request.url ?? '/')
  const wantsPage = !path.startsWith('/api/') && /\btext\/html\b/.test(request.headers.accept ?? '')
  response.statusCode = ERRORS[refusal.code][0]
  for (const [name, value] of Object.entries(refusal.headers ?? {})) response.setHeader(name, value)
  if (refusal.retryAfter !== undefined) response.setHeader('retry-after', String(refusal.retryAfter))
  if (wantsPage) sendWords(request, response, refusal)
  else sendEnvelope(response, refusal, path)
}

/** The front end of the ticket system shows the message to its user. */
function sendEnvelope(response: ServerResponse, refusal: Refusal, path: string): void {
  const { code, title, sentence } = refusal
  const errorContext = {
    path,
    requestId: currentRequest()?.id ?? randomUUID(),
    timestamp: new Date().toISOString(),
  }
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(
    JSON.stringify(errorBody(new ServiceError(code, { message: `${title}. ${sentence}` }), errorContext)),
  )
}

function sendWords(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const isPassing = refusal.retryAfter !== undefined
  for (const [name, value] of Object.entries(refusal.pageHeaders ?? {})) response.setHeader(name, value)
  const { html, contentSecurityPolicy } = renderPage({
    title: refusal.title,
    css: SHELL_CSS,
    body: (
      <Shell>
        <PageHeading tone={isPassing ? 'warn' : 'info'} glyph={icon('alert')} title={refusal.title}>
          <p class="lead">{refusal.sentence}</p>
        </PageHeading>
        {isPassing && request.method === 'GET' && (
          <p>
            <a class="button button--primary" href={request.url ?? '/'}>
              Try again
            </a>
          </p>
        )}
        {refusal.links !== undefined && <Links links={refusal.links} />}
      </Shell>
    ),
  })
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-security-policy', contentSecurityPolicy)
  response.end(html)
}

function Links({ links }: { links: NonNullable<Refusal['links']> }) {
  return (
    <div class="row shell__actions">
      {links.map(({ text, href }, at) => (
        <a class={at === 0 ? 'button button--primary' : 'button'} href={href}>
          {text}
        </a>
      ))}
    </div>
  )
}
