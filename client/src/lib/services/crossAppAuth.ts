import type { ErrorBody, ErrorCode, GenerateSessionRequest } from '@tuvens/contract'

/** What the browser receives of a session: where to go, and until when. The token is only in the address's fragment. */
export type SessionGrant = { landing_url: string; expires_at: string }
export type SessionGrantResult = { ok: true; grant: SessionGrant } | { ok: false; code: ErrorCode }

const CALLBACK_PATH = '/events/hi-events/callback'
const TIMEOUT_MS = 15_000

/** Asks this site's own server for a session. The server holds the visitor's credentials; this script never does. */
export async function generateSession(
  request: GenerateSessionRequest,
  fetcher: typeof fetch = fetch,
): Promise<SessionGrantResult> {
  try {
    const response = await fetcher('/api/cross-app/generate-session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(request),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body: SessionGrant & Pick<ErrorBody, 'code'> = await response.json()
    return response.ok ? { ok: true, grant: body } : { ok: false, code: body.code }
  } catch {
    return { ok: false, code: 'API_UNAVAILABLE' }
  }
}

/** The landing's address. Token and return address stand in its fragment, which no server log and no referrer contains. */
export function landingAddress(landingUrl: string, site: string, eventId?: string): string {
  const back = new URL(CALLBACK_PATH, site)
  if (eventId !== undefined) back.searchParams.set('event_id', eventId)
  return `${landingUrl}${landingUrl.includes('#') ? '&' : '#'}return_url=${encodeURIComponent(back.href)}`
}

/** The same data for a page without scripts: a form that posts the token in its body. `address` is for scripts. */
export type LandingForm = { action: string; fields: Record<string, string>; address: string }

/** Converts the landing's address into a form. */
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
  /** Opens another page in place of this one. */
  navigate: (address: string) => void
}

/** Takes an organiser to the ticket system, signed in. If that fails, returns the reason. */
export async function enterTicketSystem(
  request: GenerateSessionRequest,
  { site, fetcher, navigate }: EnterOptions,
): Promise<SessionGrantResult> {
  const outcome = await generateSession(request, fetcher)
  if (outcome.ok) navigate(landingAddress(outcome.grant.landing_url, site, request.event_id))
  return outcome
}
