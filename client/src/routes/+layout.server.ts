import { env as privateEnv } from '$env/dynamic/private'
import { env as publicEnv } from '$env/dynamic/public'
import { readConfig } from '$lib/server/config.ts'
import { areasOf, isTranslated } from '$lib/server/areas.ts'
import { zoneOf } from '$lib/server/locale.ts'
import { accountsWith } from '$lib/server/session/visitor.ts'
import { messagesOf } from '@tuvens/messages'
import type { LayoutServerLoad } from './$types'

/** The data of every page: visitor, locale, zone, and the addresses of the other two systems. It contains no token. */
export const load: LayoutServerLoad = ({ locals, cookies, url, route, untrack }) => {
  const { visitor } = locals
  // Tracked, the address would have this load run again on every navigation.
  const isSecure = untrack(() => url.protocol === 'https:')
  const { publicApiUrl, ticketOrigin, beaconSample } = readConfig({ ...privateEnv, ...publicEnv })
  return {
    visitor:
      visitor.kind === 'member'
        ? {
            kind: visitor.kind,
            id: visitor.user.id,
            name: visitor.user.name,
            isEmailVerified: visitor.isEmailVerified,
            canCreate: accountsWith(visitor, 'create_events').length > 0,
          }
        : { kind: visitor.kind },
    reader: {
      locale: locals.tongue.locale,
      zone: zoneOf(cookies.get(isSecure ? '__Host-tuvens-zone' : 'tuvens-zone')),
    },
    // By the route: the load runs again for a page of another one, which may need other messages.
    text: {
      ...locals.tongue,
      messages: messagesOf(locals.tongue.language, areasOf(route.id, visitor.kind === 'member')),
    },
    isTranslated: isTranslated(route.id),
    apiUrl: publicApiUrl,
    ticketOrigin,
    beaconSample,
    signInElsewhere: locals.signInElsewhere,
    now: Date.now(),
  }
}
