import { compress, encodingFor } from '@tuvens/platform/http/compress'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ConsolePage, renderPage } from './page.tsx'

export function sendPage(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  page: ConsolePage,
  status = 200,
): FastifyReply {
  const { html, contentSecurityPolicy } = renderPage(page, request)
  const encoding = encodingFor(request.headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply
    .code(status)
    .headers({
      'content-security-policy': contentSecurityPolicy,
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'accept-encoding',
    })
    .type('text/html; charset=utf-8')
    .send(compress(html, encoding))
}
