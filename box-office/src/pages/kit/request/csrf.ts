import { ServiceError } from '@tuvens/platform/http/errors'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'

/**
 * Refuses every post that was not sent from a page of ours (CSRF). The sign-in cookie is `SameSite=None`, so browsers
 * add it to posts from other sites too; they also send the origin of the post, which a page cannot forge.
 */
export function refuseForeignPosts(publicOrigin: string): preHandlerAsyncHookHandler {
  return async (request) => {
    if (request.method === 'POST' && !isSameOrigin(request, publicOrigin))
      throw new ServiceError('ORIGIN_NOT_ALLOWED')
  }
}

function isSameOrigin(request: FastifyRequest, publicOrigin: string): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers
  if (site !== undefined) return site === 'same-origin'
  if (origin === undefined) return false
  return origin === publicOrigin || (URL.canParse(origin) && new URL(origin).host === host)
}
