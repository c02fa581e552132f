import { ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { SessionContext } from './context.ts'

/** Checklist H7: the routes for a page whose session was consumed here. */
export function addSessionRoutes(app: FastifyInstance, { auth, middleware }: SessionContext): void {
  const { landingStatus, landingAccounts, landingPermission } = TICKET_ORIGIN_ROUTES
  app.decorateRequest('crossApp', null)

  addRoute(app, landingStatus, [middleware.readSession], async ({ request }) => {
    const session = request.crossApp?.remembered.session
    if (session === undefined) return { valid: false, user: null, expires_at: null }
    const { user_id, name, account_id, expires_at } = session
    return { valid: true, user: { id: user_id, name, account_id }, expires_at }
  })

  addRoute(app, landingAccounts, [middleware.requireSession], async ({ request }) =>
    auth.userAccounts(tokenOf(request)),
  )

  addRoute(app, landingPermission, [middleware.requireSession], async ({ request, body }) => {
    if (body.session_token !== tokenOf(request)) throw new ServiceError('SESSION_NOT_FOUND')
    return auth.validatePermission(body)
  })
}

function tokenOf(request: FastifyRequest): string {
  if (request.crossApp === null) throw new ServiceError('AUTHENTICATION_REQUIRED')
  return request.crossApp.token
}
