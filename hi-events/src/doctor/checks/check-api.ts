import { API_ROUTES, HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { failed, type Finding, ok } from '../finding.ts'
import { fieldOf, isUnreachable } from '../probe/probe.ts'
import type { DoctorTarget } from '../target.ts'

/** A read-only call: the API answers SESSION_NOT_FOUND for a random session only when our signature is valid. */
export async function checkApi({ context, probe }: DoctorTarget): Promise<Finding> {
  const { tuvensApiUrl } = context.config
  const { method, path } = API_ROUTES.userAccounts
  const url = new URL(tuvensApiUrl + path)
  const signable = { method, path: url.pathname, body: '' }
  const signature = signRequest(context.secrets.shared, signable, context.clock.now())
  const unknown = { [HEADERS.sessionToken]: context.random(32).toString('base64url') }
  const response = await probe(url.href, { headers: { ...unknown, ...signature } })
  if (isUnreachable(response)) {
    return failed(
      `${tuvensApiUrl}: ${response.unreachable}`,
      'Start the Tuvens API, or set TUVENS_API_URL to where it is (without /api at the end).',
    )
  }
  const code = fieldOf(response, 'code')
  if (code === 'SESSION_NOT_FOUND') return ok(`${tuvensApiUrl} accepts our signature`)
  return refused(tuvensApiUrl, response.status, code)
}

function refused(url: string, status: number, code: unknown): Finding {
  switch (code) {
    case 'SIGNATURE_INVALID':
      return failed(
        `${url} rejects our signature`,
        'Set HI_EVENTS_SHARED_SECRET to the same value here and at the Tuvens API (of several, the first here must be among those there). Where a proxy in front of the API changes the path, set SIGNED_PATH_PREFIX there.',
      )
    case 'SIGNATURE_EXPIRED':
      return failed(
        `${url} rejects our signature as too old or too new: the clocks differ by more than 300 s`,
        'Set both clocks by NTP (timedatectl set-ntp true).',
      )
    case 'MISDIRECTED_REQUEST':
      return failed(
        `${url} does not answer at the host ${new URL(url).host}`,
        `Add ${new URL(url).host} to ALLOWED_HOSTS at the Tuvens API, or set TUVENS_API_URL to its public address.`,
      )
    case 'RATE_LIMITED':
      return failed(`${url} limits our calls: 429`, 'Wait a minute and run doctor again.')
    default:
      return failed(
        `${url} answers ${status} unlike the Tuvens API`,
        'Set TUVENS_API_URL to the Tuvens API itself (without /api at the end), and let every proxy before it pass on all headers.',
      )
  }
}

/** The API sends organisers to, and allows CORS for, the ticket origin in its own settings. */
export async function checkKnownToApi({ context, probe }: DoctorTarget): Promise<Finding> {
  const { tuvensApiUrl, ticketOrigin } = context.config
  const headers = { origin: ticketOrigin, 'access-control-request-method': 'POST' }
  const response = await probe(tuvensApiUrl + API_ROUTES.generateSession.path, { method: 'OPTIONS', headers })
  if (isUnreachable(response))
    return failed(`${tuvensApiUrl}: ${response.unreachable}`, 'Start the Tuvens API.')
  const allowed = response.header('access-control-allow-origin')
  if (allowed === ticketOrigin) return ok(`it sends organisers to ${ticketOrigin}`)
  return failed(
    `the Tuvens API has another ticket origin than ${ticketOrigin}`,
    `Set HI_EVENTS_DOMAIN=${ticketOrigin} at the Tuvens API, or set TICKET_ORIGIN here to the API's value.`,
  )
}
