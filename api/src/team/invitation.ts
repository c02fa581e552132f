import { type InvitationDetails, type InvitationRequest, ServiceError } from '@tuvens/contract'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { tokenHashOf } from '../base/token-hash.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { acceptInvitation, declineInvitation, findInvitation } from './member-store.ts'
import { recordTeam } from './team.ts'

/** What an invitation is for. Opening its link changes nothing, so that scanners of mail do not use it up. */
export async function read(
  context: AuthContext,
  { body, request, reply }: ValidRequest<InvitationRequest>,
): Promise<InvitationDetails> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  const found = await findInvitation(context.db, tokenHashOf(body.token))
  if (found === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  return found
}

export async function accept(
  context: AuthContext,
  { body, request, reply }: ValidRequest<InvitationRequest>,
): Promise<void> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  const answer = await acceptInvitation(context.db, tokenHashOf(body.token), userOf(request))
  if (answer === undefined) throw new ServiceError('MAILED_LINK_INVALID')
  const { outcome, account_id: accountId } = answer
  recordTeam(context, request, { operation: 'accept-invitation', outcome, accountId })
  if (outcome !== 'ok') throw new ServiceError(outcome)
}

export async function decline(
  context: AuthContext,
  { body, request, reply }: ValidRequest<InvitationRequest>,
): Promise<void> {
  await context.entrances.admit('mailedLink', { address: request.ip }, reply)
  const account = await declineInvitation(context.db, tokenHashOf(body.token))
  if (account === undefined) return
  const operation = 'decline-invitation'
  context.audit.record({ ...auditOrigin(request), operation, outcome: 'ok', accountId: Number(account) })
}
