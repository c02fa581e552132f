import type { FastifyReply, FastifyRequest } from 'fastify'
import { compress, encodingFor } from './compress.ts'
import { type Page, renderPage } from './page.tsx'

export type SendOptions = { status?: number; referrerPolicy?: string; cacheControl?: string }

/** Answers with a page. Nothing of it is kept anywhere, and where it was seen is told to nobody, unless said otherwise. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  options: SendOptions = {},
): FastifyReply {
  const { html, contentSecurityPolicy } = renderPage(page)
  const encoding = encodingFor(request.headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  if ((page.frameAncestors ?? []).length === 0) reply.header('x-frame-options', 'DENY')
  return reply
    .code(options.status ?? 200)
    .header('content-security-policy', contentSecurityPolicy)
    .header('referrer-policy', options.referrerPolicy ?? 'no-referrer')
    .header('cache-control', options.cacheControl ?? 'no-store')
    .header('vary', 'accept-encoding')
    .type('text/html; charset=utf-8')
    .send(compress(html, encoding))
}
