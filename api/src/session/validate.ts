import { PERMISSIONS_OF_ROLE, ServiceError, type ValidatedSession } from '@tuvens/contract'
import type { Db } from '@tuvens/platform/db/db'
import { clientKey } from '@tuvens/platform/limits/client'
import { auditOrigin } from '../audit/record.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import type { Config } from '../base/config.ts'
import { representEvent } from '../catalogue/represent.ts'
import { clientAddressOf, secretIndexOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { batched } from './batch.ts'
import type { SessionContext } from './context.ts'
import {
  type ConsumedSession,
  type ConsumeSession,
  consumeSessions,
  type ConsumptionOutcome,
} from './store.ts'
import { tellMisuses } from './tell-misuses.ts'
import { idempotencyHashOf } from './token.ts'

/** What revokes a session. */
const MISUSES: ReadonlySet<string> = new Set(['SESSION_ALREADY_USED', 'SESSION_BROWSER_MISMATCH'])

/** A2: consumes a session token, once, and returns who it stands for. */
export async function validate(
  context: SessionContext,
  { body, request, reply }: ValidRequest<{ token: string; verifier: string | undefined }>,
): Promise<ValidatedSession> {
  await context.limits.countOrThrow(
    'validate',
    `${secretIndexOf(request)} ${clientKey(clientAddressOf(request))}`,
    reply,
  )
  const began = performance.now()
  const session = await context.consumeSession({
    hash: tokenHashOf(body.token),
    idempotencyHash: idempotencyHashOf(request),
    verifierHash: body.verifier === undefined ? null : tokenHashOf(body.verifier),
    audit: auditOrigin(request),
  })
  countForFlag(context, session, performance.now() - began)
  if (MISUSES.has(session.outcome)) {
    await tellMisuses(context)
    context.mailing.wake()
  }
  if (session.outcome !== 'ok') throw new ServiceError(session.outcome)
  return representSession(session, context.config)
}

/**
 * A browser that lost its code verifier is what binding can do to an organiser; other refusals meet every session. A caller
 * may leave the binding out, so only a session of the kind that the flag decides counts: nobody chooses a path to be counted.
 */
function countForFlag({ flags }: SessionContext, session: ConsumptionOutcome, ms: number): void {
  const { outcome, named_account_id: accountId, named_is_bound: isBound } = session
  const hasFailed = outcome === 'SESSION_BROWSER_MISMATCH'
  if (accountId === null || (outcome !== 'ok' && !hasFailed)) return
  const account = { accountId: Number(accountId) }
  const isOn = flags.isOn('bound-sessions', account)
  if (isBound === isOn)
    flags.count('bound-sessions', { variant: isOn ? 'on' : 'off', ...account, hasFailed, ms })
}

function representSession(session: ConsumedSession, config: Config): ValidatedSession {
  const permissions = [...PERMISSIONS_OF_ROLE[session.session_role]]
  const { session_email: email, session_name: name } = session
  const account = Number(session.session_account_id)
  return {
    valid: true,
    session_id: session.session_id,
    user_id: session.session_user_id,
    email,
    name,
    account_id: account,
    organiser: session.session_account_name,
    role: session.session_role,
    permissions,
    expires_at: session.session_expires_at.toISOString(),
    is_bound: session.session_is_bound,
    email_verified: session.session_is_email_verified,
    ...(session.id !== null && {
      event: {
        ...representEvent(session, config),
        revision: session.revision,
        url: `${config.siteUrl}/event/${session.id}`,
      },
    }),
    user_data: { account_id: account, email, name, permissions },
  }
}

/** Consumes together the tokens that arrive at the same time. */
export const createSessionConsumer = (db: Db): ConsumeSession =>
  batched((calls) => consumeSessions(db, calls))
