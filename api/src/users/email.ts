import { type ChangeEmailRequest, type MailedLinkRequest, ServiceError } from '@tuvens/contract'
import { sqlState } from '@tuvens/platform/db/db'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import { UNIQUE_VIOLATION } from '../base/sql-state.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { insertMail } from '../mail/store.ts'
import { changeEmail } from './email-store.ts'

/** Mails a link to the new address; the old one stays until it is opened. */
export async function requestChange(
  context: AuthContext,
  call: ValidRequest<ChangeEmailRequest>,
): Promise<void> {
  const { id: userId } = await provePassword(context, call)
  const { email } = call.body
  await context.entrances.admit('mail', { address: call.request.ip, target: email })
  await insertMail(context.db, { kind: 'change_email', recipient: email, userId })
  context.mailing.wake()
  const operation = 'request-email-change'
  context.audit.record({ ...auditOrigin(call.request), operation, outcome: 'ok', userId })
}

/**
 * Changes the e-mail by the link, for the user who asked for it: otherwise the reader of the mail could confirm their own
 * address for somebody else.
 */
export async function confirmChange(
  context: AuthContext,
  { body, request, reply }: ValidRequest<MailedLinkRequest>,
): Promise<void> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  const userId = userOf(request)
  const changed = await changeOrRefuse(context, tokenHashOf(body.token), userId)
  const outcome = changed === undefined ? 'MAILED_LINK_INVALID' : 'ok'
  context.audit.record({ ...auditOrigin(request), operation: 'change-email', outcome, userId })
  if (changed === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  context.mailing.wake()
}

async function changeOrRefuse({ db }: AuthContext, hash: Buffer, userId: string) {
  try {
    return await changeEmail(db, hash, userId)
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? new ServiceError('EMAIL_TAKEN') : error
  }
}
