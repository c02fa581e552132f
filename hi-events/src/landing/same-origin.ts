import { ServiceError } from '@tuvens/contract'
import type { preHandlerAsyncHookHandler } from 'fastify'

/**
 * Refuses posts a browser sends from another site: they would sign somebody in behind their back (login CSRF).
 * `Sec-Fetch-Site` decides where there is one, because a page without a referrer posts forms with the origin `null`.
 */
export function sameOriginOnly(ticketOrigin: string): preHandlerAsyncHookHandler {
  return async ({ headers }) => {
    const site = headers['sec-fetch-site']
    const isSame =
      site === undefined
        ? headers.origin === undefined || headers.origin === ticketOrigin
        : site === 'same-origin'
    if (!isSame) throw new ServiceError('ORIGIN_NOT_ALLOWED')
  }
}
