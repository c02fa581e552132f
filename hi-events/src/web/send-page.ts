import type { FastifyReply, FastifyRequest } from 'fastify'
import { compress, type Encoding, encodingFor } from './compress.ts'
import { type Page, renderPage } from './page.tsx'

/** Status 200 and `no-store` unless said otherwise. */
export type SendOptions = { status?: number; cacheControl?: string }

/** A page as bytes, in each encoding once. */
export type Rendered = {
  contentSecurityPolicy: string
  isFramable: boolean
  bytes: (encoding: Encoding) => Buffer
}

/** Renders a page for sending it more than once. */
export function render(page: Page): Rendered {
  const { html, contentSecurityPolicy } = renderPage(page)
  const made = new Map<Encoding, Buffer>()
  return {
    contentSecurityPolicy,
    isFramable: (page.frameAncestors ?? []).length > 0,
    bytes: (encoding) => {
      const bytes = made.get(encoding) ?? compress(html, encoding)
      made.set(encoding, bytes)
      return bytes
    },
  }
}

/** Answers with a page. Nothing of it is kept anywhere, unless said otherwise, and where it was seen is told to nobody. */
export function sendPage(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  page: Page | Rendered,
  { status = 200, cacheControl = 'no-store' }: SendOptions = {},
): FastifyReply {
  const { contentSecurityPolicy, isFramable, bytes } = 'bytes' in page ? page : render(page)
  const encoding = encodingFor(request.headers['accept-encoding'])
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  if (!isFramable) reply.header('x-frame-options', 'DENY')
  return reply
    .code(status)
    .header('content-security-policy', contentSecurityPolicy)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', cacheControl)
    .header('vary', 'accept-encoding')
    .type('text/html; charset=utf-8')
    .send(bytes(encoding))
}
