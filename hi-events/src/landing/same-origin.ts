import { ServiceError } from '@tuvens/contract'
import type { preHandlerAsyncHookHandler } from 'fastify'

/**
 * Refuses a POST that another site makes a browser send: it could sign a user in as somebody else (login CSRF).
 * `Sec-Fetch-Site` decides where the browser sends it, because a page with `no-referrer` posts forms with the origin
 * `null`.
 *
 * @param trustedOrigins other origins that may post, compared exactly; no page can forge its `Origin` header
 */
export function sameOriginOnly(
  ticketOrigin: string,
  trustedOrigins: readonly string[] = [],
): preHandlerAsyncHookHandler {
  return async ({ headers }) => {
    const { origin, 'sec-fetch-site': site } = headers
    const isSameOrigin =
      site === undefined ? origin === undefined || origin === ticketOrigin : site === 'same-origin'
    const isTrusted = origin !== undefined && trustedOrigins.includes(origin)
    if (!isSameOrigin && !isTrusted) throw new ServiceError('ORIGIN_NOT_ALLOWED')
  }
}
