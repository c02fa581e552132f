import { PERMISSIONS_OF_ROLE, ServiceError, type SessionEvent, type ValidatedSession } from '@tuvens/contract'
import type { Db } from '@tuvens/platform/db'
import { auditOrigin } from '../audit/record.ts'
import type { Call } from '../http/call.ts'
import { secretOf } from '../http/caller.ts'
import { representEvent } from '../catalogue/represent.ts'
import { createBatches } from './batch.ts'
import type { Consumptions, SessionContext } from './context.ts'
import { type ConsumedSession, consumeSessions } from './store.ts'
import { hashOf } from '../base/token-hash.ts'
import { idempotencyHashOf } from './token.ts'

/** Seconds in which a caller whose answer was lost may ask again. */
const REPEAT_WINDOW = 30

/** Calls that come at the same time are consumed together. */
export function createConsumptions(db: Db, expiry: number): Consumptions {
  const rules = { expiry, repeatSeconds: REPEAT_WINDOW }
  return createBatches(
    (calls) => consumeSessions(db, calls, rules),
    ({ hash }) => hash.toString('latin1'),
  )
}

/** A2: consumes a session token, once, and says who it stands for. */
export async function validate(
  context: SessionContext,
  { body: token, request, reply }: Call<string>,
): Promise<ValidatedSession> {
  await context.limits.take('validate', `${secretOf(request)} ${request.ip}`, reply)
  const session = await context.consumptions.add({
    hash: hashOf(token),
    idempotencyHash: idempotencyHashOf(request),
    audit: auditOrigin(request),
  })
  if (session.outcome !== 'ok') throw new ServiceError(session.outcome)
  return describe(session, context.config.siteUrl)
}

function describe(session: ConsumedSession, siteUrl: string): ValidatedSession {
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
    ...(session.id !== null && { event: describeEvent(session, siteUrl) }),
    user_data: { account_id: account, email, name, permissions },
  }
}

function describeEvent(row: Parameters<typeof representEvent>[0], siteUrl: string): SessionEvent {
  const event = representEvent(row)
  return { ...event, url: `${siteUrl}/event/${event.id}` }
}
