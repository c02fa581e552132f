import { type GenerateSessionRequest, type GenerateSessionResponse, ServiceError } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { Call } from '../http/call.ts'
import { userOf } from '../http/caller.ts'
import { rolesWith } from '../auth/rights.ts'
import type { AuthContext } from '../auth/context.ts'
import { issueSession } from './store.ts'
import { hashOf } from '../base/token-hash.ts'

const TOKEN_BYTES = 32

/** A1: mints a session token for a user who may manage ticketing on the account. */
export async function issue(
  context: AuthContext,
  { body, request, reply }: Call<GenerateSessionRequest>,
): Promise<GenerateSessionResponse> {
  const userId = userOf(request)
  await context.limits.take('generate', userId, reply)
  const token = context.random(TOKEN_BYTES).toString('base64url')
  const issued = await issueSession(
    context.db,
    {
      hash: hashOf(token),
      userId,
      accountId: body.account_id ?? null,
      eventId: body.event_id ?? null,
      expiry: context.config.sessionExpiry,
      roles: rolesWith('manage_ticketing'),
    },
    auditOrigin(request),
  )
  if (issued.outcome !== 'ok') throw new ServiceError(issued.outcome)
  return {
    session_token: token,
    expires_at: issued.expires_at.toISOString(),
    account_id: Number(issued.account_id),
    landing_url: landingUrl(context.config.ticketOrigin, token),
  }
}

/** The token stands in the fragment: no log, no referrer and no proxy ever sees it. */
function landingUrl(ticketOrigin: string, token: string): string {
  return `${ticketOrigin}/auth/cross-app#session_token=${token}`
}
