const MAX_LENGTH = 2048

/** A `return_url` whose origin is exactly one of those on the list, or null. */
export function allowedReturnUrl(text: string | undefined, origins: readonly string[]): string | null {
  if (text === undefined || text.length > MAX_LENGTH || !URL.canParse(text)) return null
  const url = new URL(text)
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain && origins.includes(url.origin) ? url.href : null
}

/** How a landing ended, for the page at the return address. A browser can forge it: that page asks the API (spec 2.4). */
type ReturnParameters = {
  status: 'success' | 'error' | 'cancelled'
  event_id?: string | undefined
  hi_events_event_id?: number | null | undefined
  account_id?: number | undefined
  error_code?: string | undefined
  error_message?: string | undefined
}

/** An allowed return address with the result of the landing; its own parameters stay. */
export function withReturnParameters(returnUrl: string, parameters: ReturnParameters): string {
  const url = new URL(returnUrl)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  }
  return url.href
}

type EventHints = {
  event_id?: string | undefined
  tuvens_event_id?: string | undefined
  return_url?: string | undefined
}

/** The Tuvens event that the address of a landing names. It is not verified: use it only in links back to the site. */
export function eventIdHint({ event_id, tuvens_event_id, return_url }: EventHints): string | null {
  const fromReturnUrl =
    return_url !== undefined && URL.canParse(return_url)
      ? (new URL(return_url).searchParams.get('event_id') ?? undefined)
      : undefined
  const hint = [event_id, tuvens_event_id, fromReturnUrl].find((each) => each !== undefined)
  return hint !== undefined && /^[1-9][0-9]{0,17}$/.test(hint) ? hint : null
}

/** The event's page on the event site, or its front page. */
export function eventPageUrl(siteUrl: string, eventId: string | null): string {
  return eventId === null ? siteUrl : `${siteUrl}/event/${eventId}`
}

/** Where an organiser starts again: a page of the event site, which asks for a sign-in if that is needed. */
export function startAgainUrl(siteUrl: string, eventId: string | null): string {
  return eventId === null ? siteUrl : `${siteUrl}/event/${eventId}/enter`
}

/** The page of the event site that names the members of an account to each other. */
export function teamPageUrl(siteUrl: string): string {
  return `${siteUrl}/team`
}
