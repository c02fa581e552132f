import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { requireUser, requireVerifiedUser } from '../auth/user-guard.ts'
import { userOf } from '../http/caller.ts'
import { noStore } from '../http/no-store.ts'
import { readAuditLog } from './audit-log.ts'
import { accept, decline, read } from './invitation.ts'
import { passOn, remove, setRole } from './members.ts'
import { inviteMember, readTeam, takeBack } from './team.ts'

export function addTeamRoutes(app: FastifyInstance, context: AuthContext): void {
  const verified = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.readTeam, verified, ({ request, params }) =>
    readTeam(context, userOf(request), params.account_id),
  )
  addRoute(app, API_ROUTES.readAuditLog, verified, ({ request, params, query }) =>
    readAuditLog(context, userOf(request), { accountId: params.account_id, ...query }),
  )
  addRoute(app, API_ROUTES.inviteMember, verified, ({ params, ...call }) =>
    inviteMember(context, { ...call, accountId: params.account_id }),
  )
  addRoute(app, API_ROUTES.revokeInvitation, verified, ({ request, params }) =>
    takeBack(context, request, { accountId: params.account_id, id: params.invitation_id }),
  )
  addRoute(app, API_ROUTES.changeRole, verified, ({ request, params, body }) =>
    setRole(context, { request, accountId: params.account_id, memberId: params.user_id, role: body.role }),
  )
  addRoute(app, API_ROUTES.removeMember, verified, ({ request, params }) =>
    remove(context, { request, accountId: params.account_id, memberId: params.user_id }),
  )
  addRoute(app, API_ROUTES.handOver, verified, ({ params, ...call }) =>
    passOn(context, { ...call, accountId: params.account_id }),
  )
  addRoute(app, API_ROUTES.readInvitation, [noStore], (call) => read(context, call))
  addRoute(app, API_ROUTES.acceptInvitation, [noStore, requireUser(context)], (call) => accept(context, call))
  addRoute(app, API_ROUTES.declineInvitation, [noStore], (call) => decline(context, call))
}
