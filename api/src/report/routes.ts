import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import { noStore } from '../http/no-store.ts'
import { compileReport } from './compile.ts'
import { createTicketOriginCaller } from './request-link-report.ts'

export function addReportRoutes(app: FastifyInstance, context: AuthContext): void {
  const ticketOrigin = createTicketOriginCaller(context)
  app.addHook('onClose', () => ticketOrigin.close())
  const guards = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.ticketingReport, guards, ({ params, request, reply }) =>
    compileReport({ ...context, ticketOrigin }, params.id, { request, reply }),
  )
}
