import { type Finding, well, wrong } from './finding.ts'
import { fieldOf, isSilent } from './look.ts'
import type { Patient } from './patient.ts'

const STRANGER = 'https://stranger.example'

/** With CORS unset, Hi.Events lets any site read with the visitor's cookies. The ticket origin does not, but who reaches it directly can. */
export async function checkCors({ context, look }: Patient): Promise<Finding> {
  const { upstreamApi, ticketOrigin } = context.config
  const headers = { origin: STRANGER, 'access-control-request-method': 'GET' }
  const answer = await look(`${upstreamApi}/users/me`, { method: 'OPTIONS', headers })
  if (isSilent(answer)) return wrong(`${upstreamApi}: ${answer.silent}`, 'Start Hi.Events.')
  const allowed = answer.header('access-control-allow-origin')
  if (allowed !== STRANGER && allowed !== '*') return well('other sites may not read from Hi.Events')
  return wrong(
    `Hi.Events lets any site read what its visitor may see (it allowed ${STRANGER})`,
    `Set CORS_ALLOWED_ORIGINS=${ticketOrigin} at Hi.Events and restart it.`,
  )
}

/** Accounts are made by the connector alone; an empty form makes none even where the door is open. */
export async function checkRegistration({ context, look }: Patient): Promise<Finding> {
  const { ticketOrigin, registration } = context.config
  if (registration === 'open') return well('open to everybody, as HI_EVENTS_REGISTRATION=open says')
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const answer = await look(`${ticketOrigin}/api/auth/register`, { method: 'POST', headers, body: '{}' })
  if (isSilent(answer)) return wrong(`${ticketOrigin}: ${answer.silent}`, 'Start the ticket origin.')
  if (answer.status === 403 && fieldOf(answer, 'code') === 'PERMISSION_DENIED')
    return well(`${ticketOrigin}/api/auth/register is closed`)
  return bypassed(
    `${ticketOrigin}/api/auth/register is open to everybody (it answers ${answer.status})`,
    ticketOrigin,
  )
}

/** The super-admin API is never passed on. */
export async function checkAdmin({ context, look }: Patient): Promise<Finding> {
  const { ticketOrigin } = context.config
  const answer = await look(`${ticketOrigin}/api/admin/users`)
  if (isSilent(answer)) return wrong(`${ticketOrigin}: ${answer.silent}`, 'Start the ticket origin.')
  if (answer.status === 404 && fieldOf(answer, 'code') === 'NOT_FOUND')
    return well(`${ticketOrigin}/api/admin is not there`)
  return bypassed(`${ticketOrigin}/api/admin can be reached (it answers ${answer.status})`, ticketOrigin)
}

function bypassed(seen: string, ticketOrigin: string): Finding {
  return wrong(
    seen,
    `Let the proxy of ${ticketOrigin} pass every path on to the ticket origin, /api too: it leads past it to Hi.Events.`,
  )
}
