import type { SessionEvent } from '@tuvens/contract'
import type { ProvisioningContext } from './context.ts'
import { locationOf } from '../details/venue.ts'
import { findLink, markSettings } from '../linking/store.ts'
import type { AccountWithLogin } from '../mapping/account.ts'
import type { HiSettings } from '../upstream/answers.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { EventSettings } from '../upstream/hi-events.ts'

/**
 * Sets the venue and the link back to the event's page, once per link. A failure does not stop the landing: the venue is
 * carried later like an edit, and the link back is set at the next landing.
 *
 * @returns the settings with our venue; null when nothing was set, or only the link back
 */
export async function applySettings(
  context: ProvisioningContext,
  account: AccountWithLogin,
  event: SessionEvent,
): Promise<HiSettings | null> {
  const link = await findLink(context.db, event.id)
  if (link === undefined || link.settingsAt !== null) return null
  const patch = (settings: EventSettings) =>
    context.tokens.use(account, (token) => context.hiEvents.patchSettings(token, link.hiEventId, settings))
  const linkBack = { website_url: event.url }
  const location = event.venue && locationOf(event.venue)
  try {
    const settings = await patch({ ...linkBack, ...(location && { location_details: location }) })
    await markSettings(context.db, event.id)
    return settings
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const reason = error.sentence ?? error.failure
    context.log.warn({ eventId: event.id, reason }, 'Settings were not accepted')
    // A refused address must not prevent the link back.
    if (!error.isPassing && location) await patch(linkBack).catch(ignoreUpstream)
    if (!error.isPassing) await markSettings(context.db, event.id)
    return null
  }
}

function ignoreUpstream(error: unknown): void {
  if (!(error instanceof UpstreamError)) throw error
}
