import { ServiceError } from '@tuvens/contract'
import type { preHandlerAsyncHookHandler } from 'fastify'

/**
 * Refuses posts a browser sends from another site: they would sign somebody in behind their back (login CSRF).
 * `Sec-Fetch-Site` decides where there is one, because a page without a referrer posts forms with the origin `null`.
 *
 * @param friends origins of other sites whose posts are taken, to the letter; a browser lets no page forge its own
 */
export function sameOriginOnly(
  ticketOrigin: string,
  friends: readonly string[] = [],
): preHandlerAsyncHookHandler {
  return async ({ headers }) => {
    const { origin, 'sec-fetch-site': site } = headers
    const isSame =
      site === undefined ? origin === undefined || origin === ticketOrigin : site === 'same-origin'
    const isFriend = origin !== undefined && friends.includes(origin)
    if (!isSame && !isFriend) throw new ServiceError('ORIGIN_NOT_ALLOWED')
  }
}
