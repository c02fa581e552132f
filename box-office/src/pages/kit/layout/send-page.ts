import { THEME_SCRIPT } from '@tuvens/design'
import { compress, type ContentEncoding, encodingFor } from '@tuvens/platform/http/compress'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type PageShell, ShellProvider } from './shell.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the frame of the page shows; set for every request of a page. */
    shell: PageShell
  }
}

const THEME_HASH = createHash('sha256').update(THEME_SCRIPT).digest('base64')

/** Nothing from another origin, no inline script except that of the theme, no framing. */
export const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${THEME_HASH}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null`, and our own forms would be refused. */
const PAGE_HEADERS = {
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  vary: 'accept-encoding',
}

/** Sends a whole HTML page. Pages are personal and are not cached. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return sendPageUnder(POLICY, reply.code(status), page)
}

/** Sends a page with a content security policy of its own. */
export function sendPageUnder(policy: string, reply: FastifyReply, page: VNode): FastifyReply {
  const html = renderToString(h(ShellProvider, { value: reply.request.shell, children: page }))
  const encoding = encodingOf(reply.request)
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply
    .headers({ ...PAGE_HEADERS, 'content-security-policy': policy, ...robotsHeader(reply.request.url) })
    .type('text/html; charset=utf-8')
    .send(compress(`<!doctype html>${html}`, encoding))
}

/**
 * Pages have secrets of their readers. One that may repeat what its request says, in the address or in a form, is not
 * compressed: its length would tell an attacker who chooses that text about the secrets (decisions/018).
 */
function encodingOf({ method, url, headers }: FastifyRequest): ContentEncoding {
  const mayRepeat = method !== 'GET' || url.includes('?')
  return mayRepeat ? 'identity' : encodingFor(headers['accept-encoding'])
}

/** Search engines may list the pages of events; every other page is private. */
function robotsHeader(url: string): { 'x-robots-tag'?: string } {
  return url.startsWith('/event/') ? {} : { 'x-robots-tag': 'noindex' }
}

/** Redirects after an accepted form, so that a reload does not send the form again. */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.code(303).header('cache-control', 'no-store').header('location', path).send()
}
