import { env as privateEnv } from '$env/dynamic/private'
import { env as publicEnv } from '$env/dynamic/public'
import { readConfig } from '$lib/server/config.ts'
import { localeOf, zoneOf } from '$lib/server/locale.ts'
import { accountsWith } from '$lib/server/session/visitor.ts'
import type { LayoutServerLoad } from './$types'

/** The data of every page: visitor, locale, zone, and the addresses of the other two systems. It contains no token. */
export const load: LayoutServerLoad = ({ locals, request, cookies, url, untrack }) => {
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
      locale: localeOf(request.headers.get('accept-language')),
      zone: zoneOf(cookies.get(isSecure ? '__Host-tuvens-zone' : 'tuvens-zone')),
    },
    apiUrl: publicApiUrl,
    ticketOrigin,
    beaconSample,
    signInElsewhere: locals.signInElsewhere,
    now: Date.now(),
  }
}
