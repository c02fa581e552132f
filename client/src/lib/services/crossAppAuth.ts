import type { ErrorBody, ErrorCode, GenerateSessionRequest } from '@tuvens/contract'

/** What the browser learns of a session: where to go, and until when. The token itself is only in the address's fragment. */
export type Entry = { landing_url: string; expires_at: string }
export type EntryOutcome = { ok: true; entry: Entry } | { ok: false; code: ErrorCode }

const CALLBACK_PATH = '/events/hi-events/callback'
const TIMEOUT_MS = 15_000

/** Asks this site's own proxy for a session: it holds the visitor's credentials, this script never does. */
export async function generateSession(
  request: GenerateSessionRequest,
  fetcher: typeof fetch = fetch,
): Promise<EntryOutcome> {
  try {
    const response = await fetcher('/api/cross-app/generate-session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(request),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body = (await response.json()) as Entry | ErrorBody
    return response.ok ? { ok: true, entry: body as Entry } : { ok: false, code: (body as ErrorBody).code }
  } catch {
    return { ok: false, code: 'API_UNAVAILABLE' }
  }
}

/** The landing's address with the way back in its fragment, beside the token, where no log and no referrer sees it. */
export function landingAddress(landingUrl: string, site: string, eventId?: string): string {
  const back = new URL(CALLBACK_PATH, site)
  if (eventId !== undefined) back.searchParams.set('event_id', eventId)
  return `${landingUrl}${landingUrl.includes('#') ? '&' : '#'}return_url=${encodeURIComponent(back.href)}`
}

/** The same way for a page without scripts: a form that posts the token in its body. `address` is the way with them. */
export type LandingForm = { action: string; fields: Record<string, string>; address: string }

/** Takes the landing's address apart into a form. */
export function landingForm(landingUrl: string, site: string, eventId: string): LandingForm {
  const address = landingAddress(landingUrl, site, eventId)
  const { origin, pathname, hash } = new URL(address)
  return {
    action: origin + pathname,
    fields: Object.fromEntries(new URLSearchParams(hash.slice(1))),
    address,
  }
}

export type EnterOptions = {
  site: string
  fetcher?: typeof fetch
  /** Leaves this page for another. */
  navigate: (address: string) => void
}

/** Takes an organiser to the ticket system, signed in. Comes back only with a reason why not. */
export async function enterTicketSystem(
  request: GenerateSessionRequest,
  { site, fetcher, navigate }: EnterOptions,
): Promise<EntryOutcome> {
  const outcome = await generateSession(request, fetcher)
  if (outcome.ok) navigate(landingAddress(outcome.entry.landing_url, site, request.event_id))
  return outcome
}
