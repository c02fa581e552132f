import { decodeJwt } from 'jose'
import { isUpstream, type UpstreamError } from '../../upstream/errors.ts'
import type { Credentials } from '../../upstream/hi-events.ts'
import { failed, type Finding, FindingError } from '../finding.ts'
import { failureOf } from '../probe/failure.ts'
import type { DoctorLogin, DoctorTarget } from '../target.ts'
import type { DoctorCalls } from './doctor-calls.ts'
import { doctorLogin } from './doctor-login.ts'

/**
 * Signs in with the login that this installation keeps for the doctor, which the first examination registers.
 *
 * @throws FindingError
 */
export async function signIn(target: DoctorTarget): Promise<DoctorLogin> {
  try {
    const login = await loginOrRegister(target)
    const ours = target.context.clock.now()
    const me = await target.context.hiEvents.me(login.token)
    return { ...login, me, issued: issuedOf(login.token, ours) }
  } catch (error) {
    if (error instanceof FindingError) throw error
    throw new FindingError(failureOf(error))
  }
}

async function loginOrRegister({ context, calls }: DoctorTarget) {
  const { credentialKeys } = context.secrets
  for (const { email, password } of credentialKeys.map(doctorLogin)) {
    const answer = await context.hiEvents.login({ email, password }).catch(ignoreUnauthorised)
    if (typeof answer?.token === 'string') return { token: answer.token, email, isNew: false }
  }
  const login = doctorLogin(credentialKeys[0])
  return { token: await register(calls, login), email: login.email, isNew: true }
}

function ignoreUnauthorised(error: unknown): void {
  if (!isUpstream(error, 'unauthorised')) throw error
}

async function register(calls: DoctorCalls, login: Credentials): Promise<string> {
  try {
    const token = await calls.register(login)
    if (token !== null) return token
  } catch (error) {
    if (!isUpstream(error, 'forbidden', 'missing', 'refused', 'unauthorised')) throw error
    throw new FindingError(closedRegistration(error))
  }
  throw new FindingError(
    failed(
      'POST /auth/register was answered without the header X-Auth-Token',
      'Let no proxy before Hi.Events drop the header X-Auth-Token.',
    ),
  )
}

/** Why nobody new can enable ticketing. */
export function closedRegistration({ status, sentence }: UpstreamError): Finding {
  return failed(
    `Hi.Events refuses registration: ${status ?? ''} ${sentence ?? ''}`.trim(),
    'Set APP_DISABLE_REGISTRATION=false at Hi.Events: the ticket origin registers an account for each organiser who enables ticketing.',
    'The ticket origin itself keeps registration closed to the public.',
  )
}

function issuedOf(token: string, ours: number): DoctorLogin['issued'] {
  try {
    const { iat } = decodeJwt(token)
    return iat === undefined ? null : { theirs: iat * 1000, ours }
  } catch {
    return null
  }
}
