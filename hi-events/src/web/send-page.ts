import type { FastifyReply, FastifyRequest } from 'fastify'
import { compress, type ContentEncoding, encodingFor } from '@tuvens/platform/http/compress'
import { type Page, renderPage } from './page.tsx'

/** A request and the reply to it. */
export type HttpExchange = { request: FastifyRequest; reply: FastifyReply }

/** Status 200 and `no-store` by default. */
export type SendPageOptions = { status?: number; cacheControl?: string }

/** A rendered page that is encoded once for each content encoding, so that it can be sent many times. */
export type EncodedPage = ReturnType<typeof encodePage>

export function encodePage(page: Page) {
  const { html, contentSecurityPolicy } = renderPage(page)
  const encoded = new Map<ContentEncoding, Buffer>()
  return {
    contentSecurityPolicy,
    isFramable: (page.frameAncestors ?? []).length > 0,
    bytes: (encoding: ContentEncoding): Buffer => {
      const bytes = encoded.get(encoding) ?? compress(html, encoding)
      encoded.set(encoding, bytes)
      return bytes
    },
  }
}

/** Replies with a page that no cache stores, by default. */
export function sendPage(
  { request, reply }: HttpExchange,
  page: Page | EncodedPage,
  { status = 200, cacheControl = 'no-store' }: SendPageOptions = {},
): FastifyReply {
  const { contentSecurityPolicy, isFramable, bytes } = 'bytes' in page ? page : encodePage(page)
  const encoding = encodingFor(request.headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  if (!isFramable) reply.header('x-frame-options', 'DENY')
  return reply
    .code(status)
    .header('content-security-policy', contentSecurityPolicy)
    .header('cache-control', cacheControl)
    .header('vary', 'accept-encoding')
    .type('text/html; charset=utf-8')
    .send(bytes(encoding))
}
