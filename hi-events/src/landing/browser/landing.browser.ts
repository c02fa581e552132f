import { CrossAppAuthService } from './cross-app-auth-service.browser.ts'

const SLOW_MS = 1500
const LANDING = '/auth/cross-app'

const service = new CrossAppAuthService(new URL(location.href))
// Before anything else: the token leaves the address bar and the history.
history.replaceState(null, '', LANDING)
document.documentElement.classList.add('js')

if (service.hasToken) void enter()
else problem('SESSION_NOT_FOUND')

async function enter(): Promise<void> {
  const slow = setTimeout(() => say('Preparing your event. This can take a few seconds…'), SLOW_MS)
  const answer = await service.validate()
  clearTimeout(slow)
  if (!answer.ok) return problem(answer.code, answer.reason)
  forgetOldLogin()
  const next = new URL(answer.next, location.origin)
  if (next.origin === location.origin) location.replace(next.pathname + next.search)
}

/** The ticket system's own sign-in form leaves its token here, and its pages believe it before the cookie. */
function forgetOldLogin(): void {
  try {
    localStorage.removeItem('token')
  } catch {
    // Without storage there is no old login either.
  }
}

function problem(code: string, reason = ''): void {
  const { return_url, callback_url, event_id, tuvens_event_id } = service.parameters
  const query = new URLSearchParams({ code })
  const hints = { reason, return_url: return_url ?? callback_url, event_id: event_id ?? tuvens_event_id }
  for (const [name, value] of Object.entries(hints)) if (value) query.set(name, value)
  location.replace(`${LANDING}/problem?${query}`)
}

function say(words: string): void {
  const place = document.querySelector('[data-progress]')
  if (place) place.textContent = words
}
