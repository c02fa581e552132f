import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import { OUTCOMES, withOutcome } from '@tuvens/platform/telemetry/counts/outcome'
import { flows } from '@tuvens/platform/telemetry/counts/flow'
import { counter } from '@tuvens/platform/telemetry/registry'
import type { FastifyInstance } from 'fastify'
import { requireUserOrService } from '../auth/either-guard.ts'
import { requireService, requireSigned } from '../auth/service-guard.ts'
import { requireToken } from '../auth/user-guard.ts'
import { noStore } from '../http/no-store.ts'
import type { SessionContext } from './context.ts'
import { listAccounts } from './accounts.ts'
import { issue } from './issue.ts'
import { checkPermission } from './permission.ts'
import { revoke } from './revoke.ts'
import { readSessionStatuses } from './status/read-statuses.ts'
import { tokenOf } from './token.ts'
import { validate } from './validate.ts'

const sessions = counter({
  name: 'tuvens_sessions_total',
  help: 'Session tokens that were to be issued, validated or revoked, by callers who may ask for that',
  labels: { step: ['issue', 'validate', 'revoke'], outcome: OUTCOMES },
})

export function addSessionRoutes(app: FastifyInstance, context: SessionContext): void {
  const user = [noStore, requireToken(context)]
  const service = [noStore, requireService(context)]
  const signed = [noStore, requireSigned(context)]
  addRoute(app, API_ROUTES.generateSession, user, (call) => counted('issue', () => issue(context, call)))
  addRoute(app, API_ROUTES.validateSession, service, (call) =>
    counted('validate', () =>
      validate(context, {
        ...call,
        body: { token: call.body.session_token, verifier: call.body.code_verifier },
      }),
    ),
  )
  addRoute(app, API_ROUTES.validateCode, signed, (call) =>
    counted('validate', () =>
      validate(context, { ...call, body: { token: call.body.code, verifier: call.body.code_verifier } }),
    ),
  )
  addRoute(app, API_ROUTES.userAccounts, service, (call) =>
    listAccounts(context, { ...call, body: tokenOf(call.request, call.query.session_token) }),
  )
  addRoute(app, API_ROUTES.validatePermission, service, (call) => checkPermission(context, call))
  addRoute(app, API_ROUTES.sessionStatus, signed, (call) => readSessionStatuses(context, call))
  addRoute(app, API_ROUTES.revokeSession, [noStore, requireUserOrService(context)], (call) =>
    counted('revoke', () => revoke(context, { ...call, body: call.body.session_token })),
  )
}

function counted<T>(step: 'issue' | 'validate' | 'revoke', act: () => Promise<T>): Promise<T> {
  return withOutcome((outcome) => {
    sessions.add({ step, outcome })
    // A click that leads nowhere; the ticket origin counts all others where they land.
    if (step === 'issue' && outcome !== 'ok') flows.add({ outcome })
  }, act)
}
