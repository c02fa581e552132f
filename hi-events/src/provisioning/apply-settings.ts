import type { SessionEvent, Venue } from '@tuvens/contract'
import type { ProvisioningContext } from './context.ts'
import type { AccountWithLogin } from '../mapping/account.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { EventSettings } from '../upstream/hi-events.ts'
import { findLink, markSettings } from '../linking/store.ts'

/**
 * Sets the venue and the link back to the event's page, once per link. A failure does not stop the landing: the organiser
 * can enter what Hi.Events refuses, and a call that got no response is repeated at the next landing.
 */
export async function applySettings(
  context: ProvisioningContext,
  account: AccountWithLogin,
  event: SessionEvent,
): Promise<void> {
  const link = await findLink(context.db, event.id)
  if (link === undefined || link.settingsAt !== null) return
  try {
    for (const settings of settingsOf(event)) {
      await context.tokens.use(account, (token) =>
        context.hiEvents.patchSettings(token, link.hiEventId, settings),
      )
    }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    context.log.warn(
      { eventId: event.id, reason: error.sentence ?? error.failure },
      'Settings were not accepted',
    )
    if (error.isPassing) return
  }
  await markSettings(context.db, event.id)
}

/** Sent separately, so that a refused address does not prevent the link back. */
function settingsOf(event: SessionEvent): EventSettings[] {
  const location = event.venue && locationOf(event.venue)
  return [{ website_url: event.url }, ...(location ? [{ location_details: location }] : [])]
}

/** Hi.Events accepts only a complete address. */
function locationOf(venue: Venue): EventSettings['location_details'] | null {
  const { name, address_line_1, city, state_region, zip_postal_code, country } = venue
  if (!address_line_1 || !city || !zip_postal_code || !country) return null
  return {
    venue_name: name,
    address_line_1,
    city,
    ...(state_region && { state_or_region: state_region }),
    zip_or_postal_code: zip_postal_code,
    country,
  }
}
