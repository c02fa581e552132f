import {
  type ErrorCode,
  type InviteRequest,
  type Invitation,
  PERMISSIONS_OF_ROLE,
  ServiceError,
  type Team,
} from '@tuvens/contract'
import type { FastifyRequest } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { rolesWith } from '../auth/rights.ts'
import { userOf } from '../http/caller.ts'
import type { ValidRequest } from '../http/valid-request.ts'
import { findStanding, invite, listInvitations, listMembers, revokeInvitation } from './store.ts'

/** The members of an account, for each of them; its invitations, for those who may manage them. */
export async function readTeam({ db }: AuthContext, userId: string, accountId: string): Promise<Team> {
  const standing = await findStanding(db, accountId, userId)
  const role = standing?.role ?? null
  if (standing === undefined || role === null) throw new ServiceError('NOT_A_MEMBER')
  const { name } = standing
  const mayManage = PERMISSIONS_OF_ROLE[role].includes('manage_members')
  const [members, invitations] = await Promise.all([
    listMembers(db, accountId, userId),
    mayManage ? listInvitations(db, accountId) : [],
  ])
  return { account_id: Number(accountId), name, role, members, invitations }
}

export async function inviteMember(
  context: AuthContext,
  { body, request, reply, accountId }: ValidRequest<InviteRequest> & { accountId: string },
): Promise<Invitation> {
  const userId = userOf(request)
  await context.limits.countOrThrow('invite', userId, reply)
  await context.entrances.admit('mail', { address: request.ip, target: body.email })
  const managers = rolesWith('manage_members')
  const { outcome, invitation } = await invite(context.db, { ...body, accountId, userId, managers })
  recordTeam(context, request, { operation: 'invite', outcome, accountId })
  if (outcome !== 'ok') throw new ServiceError(outcome)
  context.mailing.wake()
  return invitation
}

/** Takes an invitation back. One that is gone already is no error. */
export async function takeBack(
  context: AuthContext,
  request: FastifyRequest,
  { accountId, id }: { accountId: string; id: string },
): Promise<void> {
  const userId = userOf(request)
  const standing = await findStanding(context.db, accountId, userId)
  const role = standing?.role ?? null
  if (role === null) throw new ServiceError('NOT_A_MEMBER')
  const managers = rolesWith('manage_members')
  if (!managers.includes(role)) throw new ServiceError('PERMISSION_DENIED')
  if (!(await revokeInvitation(context.db, { accountId, userId, managers, id }))) return
  recordTeam(context, request, { operation: 'revoke-invitation', outcome: 'ok', accountId })
}

type TeamEntry = { operation: string; outcome: 'ok' | ErrorCode; accountId: string; note?: string }

export function recordTeam({ audit }: AuthContext, request: FastifyRequest, entry: TeamEntry): void {
  audit.record({
    ...auditOrigin(request),
    ...entry,
    accountId: Number(entry.accountId),
    userId: userOf(request),
  })
}
