import { PERMISSIONS_OF_ROLE, ServiceError, type SessionEvent, type ValidatedSession } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { representEvent } from '../catalogue/represent.ts'
import { secretIndexOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { type ConsumedSession, consumeSession } from './store.ts'
import { idempotencyHashOf } from './token.ts'

/** How long a caller whose response was lost may repeat its call. */
const REPEAT_SECONDS = 30

/** A2: consumes a session token, once, and returns who it stands for. */
export async function validate(
  context: AuthContext,
  { body: token, request, reply }: ValidRequest<string>,
): Promise<ValidatedSession> {
  await context.limits.countOrThrow('validate', `${secretIndexOf(request)} ${request.ip}`, reply)
  const consumption = {
    hash: tokenHashOf(token),
    idempotencyHash: idempotencyHashOf(request),
    expirySeconds: context.config.sessionExpirySeconds,
    repeatSeconds: REPEAT_SECONDS,
  }
  const session = await consumeSession(context.db, consumption, auditOrigin(request))
  if (session.outcome !== 'ok') throw new ServiceError(session.outcome)
  return representSession(session, context.config.siteUrl)
}

function representSession(session: ConsumedSession, siteUrl: string): ValidatedSession {
  const permissions = [...PERMISSIONS_OF_ROLE[session.session_role]]
  const { session_email: email, session_name: name } = session
  const account = Number(session.session_account_id)
  return {
    valid: true,
    user_id: session.session_user_id,
    email,
    name,
    account_id: account,
    organiser: session.session_account_name,
    permissions,
    expires_at: session.session_expires_at.toISOString(),
    ...(session.id !== null && { event: representSessionEvent(session, siteUrl) }),
    user_data: { account_id: account, email, name, permissions },
  }
}

function representSessionEvent(row: Parameters<typeof representEvent>[0], siteUrl: string): SessionEvent {
  const event = representEvent(row)
  return { ...event, url: `${siteUrl}/event/${event.id}` }
}
