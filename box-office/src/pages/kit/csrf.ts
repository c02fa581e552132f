import { ServiceError } from '@tuvens/platform/errors'
import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'

/**
 * Refuses every form that was not sent from a page of ours. The sign-in cookie is `SameSite=None`, so browsers add it
 * to other sites' posts too; they also say where a post comes from, and that cannot be forged by a page.
 */
export function refuseForeignPosts(publicOrigin: string): preHandlerAsyncHookHandler {
  return async (request) => {
    if (request.method === 'POST' && !isOwn(request, publicOrigin))
      throw new ServiceError('ORIGIN_NOT_ALLOWED')
  }
}

function isOwn(request: FastifyRequest, publicOrigin: string): boolean {
  const { 'sec-fetch-site': site, origin, host } = request.headers
  if (site !== undefined) return site === 'same-origin'
  if (origin === undefined) return false
  return origin === publicOrigin || (URL.canParse(origin) && new URL(origin).host === host)
}
