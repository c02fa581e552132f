import { isUpstream } from '../../upstream/errors.ts'
import { failed, type Finding, ok } from '../finding.ts'
import { fieldOf, isUnreachable } from '../probe/probe.ts'
import { doctorLogin } from '../setup/doctor-login.ts'
import { closedRegistration } from '../setup/sign-in.ts'
import type { DoctorTarget } from '../target.ts'

const FOREIGN_ORIGIN = 'https://stranger.example'

/** With CORS unset, Hi.Events lets any site read with the visitor's cookies; the ticket origin protects only what passes it. */
export async function checkCors({ context, probe }: DoctorTarget): Promise<Finding> {
  const { upstreamApi, ticketOrigin } = context.config
  const headers = { origin: FOREIGN_ORIGIN, 'access-control-request-method': 'GET' }
  const response = await probe(`${upstreamApi}/users/me`, { method: 'OPTIONS', headers })
  if (isUnreachable(response)) return failed(`${upstreamApi}: ${response.unreachable}`, 'Start Hi.Events.')
  const allowed = response.header('access-control-allow-origin')
  if (allowed !== FOREIGN_ORIGIN && allowed !== '*') return ok('other sites may not read from Hi.Events')
  return failed(
    `Hi.Events lets any site read its visitors' data (it allowed ${FOREIGN_ORIGIN})`,
    `Set CORS_ALLOWED_ORIGINS=${ticketOrigin} at Hi.Events and restart it.`,
  )
}

/**
 * Only the ticket origin registers accounts, and it has to be able to. The empty form registers none where registration is
 * open.
 */
export async function checkRegistration(target: DoctorTarget): Promise<Finding> {
  const { context, probe } = target
  const { ticketOrigin, registration } = context.config
  const closed = await findClosedRegistration(target)
  if (closed !== null) return closed
  if (registration === 'open') return ok('open to everybody, as HI_EVENTS_REGISTRATION=open says')
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const response = await probe(`${ticketOrigin}/api/auth/register`, { method: 'POST', headers, body: '{}' })
  if (isUnreachable(response))
    return failed(`${ticketOrigin}: ${response.unreachable}`, 'Start the ticket origin.')
  if (response.status === 403 && fieldOf(response, 'code') === 'PERMISSION_DENIED')
    return ok(`${ticketOrigin}/api/auth/register is closed`)
  return bypassed(
    `${ticketOrigin}/api/auth/register is open to everybody (it answers ${response.status})`,
    ticketOrigin,
  )
}

/** The ticket origin never passes on the super-admin API. */
export async function checkAdmin({ context, probe }: DoctorTarget): Promise<Finding> {
  const { ticketOrigin } = context.config
  const response = await probe(`${ticketOrigin}/api/admin/users`)
  if (isUnreachable(response))
    return failed(`${ticketOrigin}: ${response.unreachable}`, 'Start the ticket origin.')
  if (response.status === 404 && fieldOf(response, 'code') === 'NOT_FOUND')
    return ok(`${ticketOrigin}/api/admin is not passed on`)
  return bypassed(`${ticketOrigin}/api/admin can be reached (it answers ${response.status})`, ticketOrigin)
}

function bypassed(seen: string, ticketOrigin: string): Finding {
  return failed(
    seen,
    `Let the proxy of ${ticketOrigin} pass every path on to the ticket origin, /api too: now it sends some straight to Hi.Events.`,
  )
}

/** Hi.Events looks whether registration is on before it looks whether an address is taken: the doctor's own is. */
async function findClosedRegistration({ calls, context, signIn }: DoctorTarget): Promise<Finding | null> {
  if ((await signIn()).isNew) return null
  try {
    await calls.register(doctorLogin(context.secrets.credentialKeys[0]))
    return null
  } catch (error) {
    if (isUpstream(error, 'refused')) return null
    if (!isUpstream(error, 'forbidden')) throw error
    return closedRegistration(error)
  }
}
