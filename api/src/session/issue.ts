import { type GenerateSessionRequest, type GenerateSessionResponse, ServiceError } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { userCallerOf } from '../http/caller.ts'
import { rolesWith } from '../auth/rights.ts'
import type { AuthContext } from '../auth/context.ts'
import { findSessionAccount, issueSession } from './issue-store.ts'
import { tokenHashOf } from '../base/token-hash.ts'

export const TOKEN_BYTES = 32
const FLAG = 'bound-sessions'

/**
 * A1: issues a session token to a user who may manage ticketing of the account, or look at it. What the session allows at
 * the ticket system follows from the role of its user; only who may manage ticketing can link an event with it.
 */
export async function issue(
  context: AuthContext,
  { body, request, reply }: ValidRequest<GenerateSessionRequest>,
): Promise<GenerateSessionResponse> {
  const { userId, signInId } = userCallerOf(request)
  if (context.config.requireBoundSessions && body.code_challenge === undefined) {
    const message = 'this platform issues session tokens only for the browser that asked for one'
    throw new ServiceError('VALIDATION_ERROR', { details: [{ field: 'code_challenge', message }] })
  }
  await context.limits.countOrThrow('generate', userId, reply)
  const token = context.random(TOKEN_BYTES).toString('base64url')
  const asked = { userId, accountId: body.account_id ?? null, eventId: body.event_id ?? null }
  const challenge = (await bindsSessions(context, asked)) ? body.code_challenge : undefined
  const issued = await issueSession(context.db, {
    ...asked,
    hash: tokenHashOf(token),
    signInId,
    apiKeyId: null,
    codeChallenge: challenge === undefined ? null : Buffer.from(challenge, 'base64url'),
    expirySeconds: context.config.sessionExpirySeconds,
    roles: rolesWith('view_reports'),
    audit: auditOrigin(request),
  })
  if (issued.outcome !== 'ok') throw new ServiceError(issued.outcome)
  return {
    session_token: token,
    expires_at: issued.expires_at.toISOString(),
    account_id: Number(issued.account_id),
    landing_url: landingUrl(context.config.ticketOrigin, token, challenge),
  }
}

type AskedSession = { userId: string; accountId: number | null; eventId: string | null }

/**
 * Whether the sessions of an account belong to the browser that asked. Without that, the landing asks first who the organiser
 * is, and links no login. A platform that requires bound sessions has no other.
 */
async function bindsSessions({ config, flags, db }: AuthContext, asked: AskedSession): Promise<boolean> {
  if (config.requireBoundSessions) return true
  const accountId = flags.uniform(FLAG) === null ? await findSessionAccount(db, asked) : null
  return flags.isOn(FLAG, { accountId })
}

/** The token is in the fragment, which browsers send neither to servers nor in a referrer. */
export function landingUrl(ticketOrigin: string, token: string, challenge: string | undefined): string {
  const url = `${ticketOrigin}/auth/cross-app#session_token=${token}`
  return challenge === undefined ? url : `${url}&code_challenge=${challenge}`
}
