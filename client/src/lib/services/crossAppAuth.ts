/** What a caller of C7 receives of a session: the landing URL and its expiry time. The token is only in the URL's fragment. */
export type SessionGrant = { landing_url: string; expires_at: string }

/** Where in the ticket system a click leads, other than to the event. */
export type ClickAction = 'attendees'

const START_PATH = '/auth/cross-app/start'
const CALLBACK_PATH = '/events/hi-events/callback'

/**
 * Where a click on *Enable ticketing* leads first: the ticket origin gives the browser a code verifier, and comes back with
 * its code challenge (RFC 7636). The trace of the click goes on there: browsers add no header to a redirect.
 */
export function startUrl(ticketOrigin: string, eventId: string, traceparent?: string): string {
  const url = new URL(START_PATH, ticketOrigin)
  url.searchParams.set('event_id', eventId)
  if (traceparent !== undefined) url.searchParams.set('traceparent', traceparent)
  return url.href
}

/** Adds the return URL to the landing URL. Both token and return URL are in its fragment, which no server log and no referrer contains. */
export function landingUrlWithReturn(
  landingUrl: string,
  { site, eventId, action }: { site: string; eventId: string; action?: ClickAction | undefined },
): string {
  const back = new URL(CALLBACK_PATH, site)
  back.searchParams.set('event_id', eventId)
  const wanted = action === undefined ? '' : `&action=${action}`
  return `${landingUrl}${landingUrl.includes('#') ? '&' : '#'}return_url=${encodeURIComponent(back.href)}${wanted}`
}

/** The same data for a page without scripts: a form that posts the token in its body. `url` is for scripts. */
export type LandingForm = { action: string; fields: Record<string, string>; url: string }

/** Converts a landing URL into a form. */
export function landingFormOf(url: string): LandingForm {
  const { origin, pathname, hash } = new URL(url)
  return { action: origin + pathname, fields: Object.fromEntries(new URLSearchParams(hash.slice(1))), url }
}
