import { THEME_SCRIPT } from '@tuvens/design'
import type { FastifyReply } from 'fastify'
import { createHash } from 'node:crypto'
import { h, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Shell, ShellProvider } from './layout.tsx'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the frame of a page shows; set for every request that pages answer. */
    shell: Shell
  }
}

const THEME_HASH = createHash('sha256').update(THEME_SCRIPT).digest('base64')

/** Nothing from anywhere else, no inline script but the theme's, in nobody's frame. */
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

/** `same-origin` and not `no-referrer`: with the latter browsers send `Origin: null`, and our own forms look foreign. */
const PAGE_HEADERS = {
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** Answers with a whole HTML page. Pages are a person's own: nobody stores them. A policy that was set already stays. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  const html = renderToString(h(ShellProvider, { value: reply.request.shell, children: page }))
  const policy = reply.getHeader('content-security-policy') ?? POLICY
  return reply
    .code(status)
    .headers({ ...PAGE_HEADERS, 'content-security-policy': policy, ...unlisted(reply.request.url) })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${html}`)
}

/** Search engines may show the pages of events; everything else is somebody's own. */
function unlisted(url: string): { 'x-robots-tag'?: string } {
  return url.startsWith('/event/') ? {} : { 'x-robots-tag': 'noindex' }
}

/** After a form was accepted: the browser reads the next page anew, and a reload sends nothing twice. */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.code(303).header('cache-control', 'no-store').header('location', path).send()
}
