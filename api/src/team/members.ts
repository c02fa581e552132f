import { type GivenRole, ServiceError } from '@tuvens/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { provePassword } from '../auth/password/prove-password.ts'
import { rolesWith } from '../auth/rights.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { changeRole, handOver, type MemberOutcome, removeMember } from './member-store.ts'
import { recordTeam } from './team.ts'

type MemberCall = { request: FastifyRequest; accountId: string; memberId: string }

export async function setRole(context: AuthContext, call: MemberCall & { role: GivenRole }): Promise<void> {
  const outcome = await changeRole(context.db, { ...changeOf(call), role: call.role })
  settle(context, call, { operation: 'change-role', outcome, note: `user ${call.memberId}: ${call.role}` })
}

/** Removes a member; everybody but the owner may remove themselves. */
export async function remove(context: AuthContext, call: MemberCall): Promise<void> {
  const outcome = await removeMember(context.db, changeOf(call))
  settle(context, call, { operation: 'remove-member', outcome, note: `user ${call.memberId}` })
}

type HandOverCall = ValidRequest<{ user_id: string; password: string }> & {
  accountId: string
  reply: FastifyReply
}

/** Makes another member the owner. With own accounts, the password is asked for again. */
export async function passOn(context: AuthContext, call: HandOverCall): Promise<void> {
  if (context.config.outsideIssuer === null) await provePassword(context, call)
  const member = { ...call, memberId: call.body.user_id }
  const outcome = await handOver(context.db, changeOf(member))
  settle(context, member, { operation: 'hand-over', outcome, note: `to user ${member.memberId}` })
}

function changeOf({ request, accountId, memberId }: MemberCall) {
  return { accountId, memberId, userId: userOf(request), managers: rolesWith('manage_members') }
}

type Settled = { operation: string; outcome: MemberOutcome; note: string }

function settle(context: AuthContext, { request, accountId }: MemberCall, settled: Settled): void {
  recordTeam(context, request, { ...settled, accountId })
  if (settled.outcome !== 'ok') throw new ServiceError(settled.outcome)
  context.mailing.wake()
}
