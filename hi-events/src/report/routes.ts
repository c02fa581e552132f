import { HEADERS, ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify'
import type { ReportContext } from './context.ts'
import { compileReport } from './compile.ts'
import { createSalesReader } from './read-sales.ts'

/** For the API only: it has checked that the user may read the report. */
export function addReportRoutes(app: FastifyInstance, context: ReportContext): void {
  const guards = [context.middleware.requireSigned, requireUserId]
  addRoute(app, TICKET_ORIGIN_ROUTES.linkReport, guards, async ({ params, reply }) => {
    reply.header('cache-control', 'no-store')
    return compileReport(context, params.event_id)
  })
  const readSales = createSalesReader(context)
  addRoute(app, TICKET_ORIGIN_ROUTES.linkSales, guards, async ({ params, reply }) => {
    reply.header('cache-control', 'no-store')
    return readSales(params.event_id)
  })
}

/** A report is always read on behalf of a user, whose id stands in the log. */
const requireUserId: preHandlerAsyncHookHandler = async ({ headers }) => {
  const user = headers[HEADERS.onBehalfOf]
  if (typeof user === 'string' && /^[1-9]\d{0,17}$/.test(user)) return
  throw new ServiceError('VALIDATION_ERROR', {
    details: [{ field: HEADERS.onBehalfOf, message: `${HEADERS.onBehalfOf} must be a user id` }],
  })
}
