import { API_ROUTES, HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { fieldOf, isSilent } from './look.ts'
import { type Finding, well, wrong } from './finding.ts'
import type { Patient } from './patient.ts'

/** A call that changes nothing: asked about a session nobody has, the API says so only to who signs right. */
export async function checkApi({ context, look }: Patient): Promise<Finding> {
  const { tuvensApiUrl } = context.config
  const { method, path } = API_ROUTES.userAccounts
  const signature = signRequest(context.secrets.shared, { method, path, body: '' }, context.clock.now())
  const unknown = { [HEADERS.sessionToken]: context.random(32).toString('base64url') }
  const answer = await look(tuvensApiUrl + path, { headers: { ...unknown, ...signature } })
  if (isSilent(answer)) {
    return wrong(
      `${tuvensApiUrl}: ${answer.silent}`,
      'Start the Tuvens API, or set TUVENS_API_URL to where it is (without /api at the end).',
    )
  }
  const code = fieldOf(answer, 'code')
  if (code === 'SESSION_NOT_FOUND') return well(`${tuvensApiUrl} answers and takes our signature`)
  return refused(tuvensApiUrl, answer.status, code)
}

function refused(url: string, status: number, code: unknown): Finding {
  switch (code) {
    case 'SIGNATURE_INVALID':
      return wrong(
        `${url} does not take our signature`,
        'Set HI_EVENTS_SHARED_SECRET to the same value here and at the Tuvens API (of several, the first here must be among those there).',
      )
    case 'SIGNATURE_EXPIRED':
      return wrong(
        `${url} finds our signature too old or too new: the clocks differ by more than 300 s`,
        'Set both clocks by NTP (timedatectl set-ntp true).',
      )
    case 'RATE_LIMITED':
      return wrong(`${url} limits us: 429`, 'Wait a minute and run doctor again.')
    default:
      return wrong(
        `${url} answers ${status} as the Tuvens API does not`,
        'Set TUVENS_API_URL to the Tuvens API itself (without /api at the end), and let a proxy before it pass every header on.',
      )
  }
}

/** The API mints landing addresses and lets pages read by its own setting of our origin. */
export async function checkKnownToApi({ context, look }: Patient): Promise<Finding> {
  const { tuvensApiUrl, ticketOrigin } = context.config
  const headers = { origin: ticketOrigin, 'access-control-request-method': 'POST' }
  const answer = await look(tuvensApiUrl + API_ROUTES.generateSession.path, { method: 'OPTIONS', headers })
  if (isSilent(answer)) return wrong(`${tuvensApiUrl}: ${answer.silent}`, 'Start the Tuvens API.')
  const allowed = answer.header('access-control-allow-origin')
  if (allowed === ticketOrigin) return well(`it sends organisers to ${ticketOrigin}`)
  return wrong(
    `the Tuvens API knows another ticket origin than ${ticketOrigin}`,
    `Set HI_EVENTS_DOMAIN=${ticketOrigin} at the Tuvens API, or TICKET_ORIGIN here to what stands there.`,
  )
}
