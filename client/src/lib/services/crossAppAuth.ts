import type { ErrorBody, ErrorCode, GenerateSessionRequest } from '@tuvens/contract'

/** What the browser receives of a session: the landing URL and its expiry time. The token is only in the URL's fragment. */
export type SessionGrant = { landing_url: string; expires_at: string }
export type SessionGrantResult = { ok: true; grant: SessionGrant } | { ok: false; code: ErrorCode }

const CALLBACK_PATH = '/events/hi-events/callback'
const TIMEOUT_MS = 15_000

/** Requests a session token from this site's own server, which holds the visitor's credentials. This script never does. */
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

/** Adds the return URL to the landing URL. Both token and return URL are in its fragment, which no server log and no referrer contains. */
export function landingUrlWithReturn(landingUrl: string, site: string, eventId?: string): string {
  const back = new URL(CALLBACK_PATH, site)
  if (eventId !== undefined) back.searchParams.set('event_id', eventId)
  return `${landingUrl}${landingUrl.includes('#') ? '&' : '#'}return_url=${encodeURIComponent(back.href)}`
}

/** The same data for a page without scripts: a form that posts the token in its body. `url` is for scripts. */
export type LandingForm = { action: string; fields: Record<string, string>; url: string }

/** Converts the landing URL into a form. */
export function landingFormOf(landingUrl: string, site: string, eventId: string): LandingForm {
  const url = landingUrlWithReturn(landingUrl, site, eventId)
  const { origin, pathname, hash } = new URL(url)
  return {
    action: origin + pathname,
    fields: Object.fromEntries(new URLSearchParams(hash.slice(1))),
    url,
  }
}

export type EnterOptions = {
  site: string
  fetcher?: typeof fetch
  /** Opens another page in place of this one. */
  navigate: (url: string) => void
}

/** Takes an organiser to the ticket system, signed in. If that fails, returns the reason. */
export async function enterTicketSystem(
  request: GenerateSessionRequest,
  { site, fetcher, navigate }: EnterOptions,
): Promise<SessionGrantResult> {
  const result = await generateSession(request, fetcher)
  if (result.ok) navigate(landingUrlWithReturn(result.grant.landing_url, site, request.event_id))
  return result
}
