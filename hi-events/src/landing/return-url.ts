const MAX_LENGTH = 2048

/** A `return_url` whose origin is on the list, to the letter; null for every other. */
export function allowedReturnUrl(text: string | undefined, origins: readonly string[]): string | null {
  if (text === undefined || text.length > MAX_LENGTH || !URL.canParse(text)) return null
  const url = new URL(text)
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain && origins.includes(url.origin) ? url.href : null
}

/** What a page on the other side may show. It proves nothing: that page asks the API (spec 2.4). */
export type ReturnNote = {
  status: 'success' | 'error' | 'cancelled'
  event_id?: string | undefined
  hi_events_event_id?: number | null | undefined
  account_id?: number | undefined
  error_code?: string | undefined
  error_message?: string | undefined
}

/** An allowed return address with its note; its own parameters stay. */
export function withNote(returnUrl: string, note: ReturnNote): string {
  const url = new URL(returnUrl)
  for (const [name, value] of Object.entries(note)) {
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  }
  return url.href
}

/** The Tuvens event a landing is about, as far as its address tells: only for the way back. */
export function eventIdHint(given: {
  event_id?: string | undefined
  tuvens_event_id?: string | undefined
  return_url?: string | undefined
}): string | null {
  const fromReturn =
    given.return_url !== undefined && URL.canParse(given.return_url)
      ? (new URL(given.return_url).searchParams.get('event_id') ?? undefined)
      : undefined
  const hint = [given.event_id, given.tuvens_event_id, fromReturn].find((each) => each !== undefined)
  return hint !== undefined && /^[1-9][0-9]{0,17}$/.test(hint) ? hint : null
}

/** Where a person starts again: the event's page, which makes a new link. */
export function startAgainUrl(siteUrl: string, eventId: string | null): string {
  return eventId === null ? siteUrl : `${siteUrl}/event/${eventId}`
}
