import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import { noStore } from '../http/no-store.ts'
import { compileReport } from './compile.ts'
import type { TicketingReportContext } from './request-link-report.ts'

export function addReportRoutes(app: FastifyInstance, context: TicketingReportContext): void {
  const guards = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.ticketingReport, guards, ({ params, request, reply }) =>
    compileReport(context, params.id, { request, reply }),
  )
}
