import { API_ROUTES } from '@tuvens/contract'
import { serve } from '@tuvens/platform/route'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { requireUserOrService } from '../auth/either-guard.ts'
import { requireService, requireSigned } from '../auth/service-guard.ts'
import { requireUser } from '../auth/user-guard.ts'
import type { SessionContext } from './context.ts'
import { listAccounts } from './accounts.ts'
import { issue } from './issue.ts'
import { checkPermission } from './permission.ts'
import { revoke } from './revoke.ts'
import { tokenOf } from './token.ts'
import { validate } from './validate.ts'

export function addSessionRoutes(app: FastifyInstance, context: SessionContext): void {
  const user = [unstored, requireUser(context)]
  const service = [unstored, requireService(context)]
  const signed = [unstored, requireSigned(context)]
  serve(app, API_ROUTES.generateSession, user, (call) => issue(context, call))
  serve(app, API_ROUTES.validateSession, service, (call) =>
    validate(context, { ...call, body: call.body.session_token }),
  )
  serve(app, API_ROUTES.validateCode, signed, (call) => validate(context, { ...call, body: call.body.code }))
  serve(app, API_ROUTES.userAccounts, service, (call) =>
    listAccounts(context, { ...call, body: tokenOf(call.request, call.query.session_token) }),
  )
  serve(app, API_ROUTES.validatePermission, service, (call) => checkPermission(context, call))
  serve(app, API_ROUTES.revokeSession, [unstored, requireUserOrService(context)], (call) =>
    revoke(context, { ...call, body: call.body.session_token }),
  )
}

/** What these calls answer is for the caller alone, now. */
async function unstored(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('cache-control', 'no-store')
}
