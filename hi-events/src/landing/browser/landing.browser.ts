import { CrossAppAuthService } from './cross-app-auth-service.browser.ts'

const SLOW_MS = 1500
const LANDING_PATH = '/auth/cross-app'

const service = new CrossAppAuthService(new URL(location.href))
// First of all, the token leaves the address bar and the history.
history.replaceState(null, '', LANDING_PATH)
document.documentElement.classList.add('js')

if (service.hasToken) void enter()
else openFailurePage('SESSION_NOT_FOUND')

async function enter(): Promise<void> {
  const slow = setTimeout(showSlow, SLOW_MS)
  const result = await service.validate()
  clearTimeout(slow)
  if (!result.ok) return openFailurePage(result.code, result.reason)
  removeOldLogin()
  const next = new URL(result.next, location.origin)
  if (next.origin === location.origin) location.replace(next.pathname + next.search)
}

/** The sign-in form of Hi.Events stores its token here, and its pages prefer that token to the cookie. */
function removeOldLogin(): void {
  try {
    localStorage.removeItem('token')
  } catch {
    // Storage is blocked, so it holds no old login.
  }
}

function openFailurePage(code: string, reason = ''): void {
  const { return_url, callback_url, event_id, tuvens_event_id } = service.parameters
  const query = new URLSearchParams({ code })
  const hints = { reason, return_url: return_url ?? callback_url, event_id: event_id ?? tuvens_event_id }
  for (const [name, value] of Object.entries(hints)) if (value) query.set(name, value)
  location.replace(`${LANDING_PATH}/problem?${query}`)
}

/** The page brings the text in its language. */
function showSlow(): void {
  const progress = document.querySelector<HTMLElement>('[data-progress]')
  if (progress) progress.textContent = progress.dataset['slow'] ?? ''
}
