import { HEADERS, ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { serve } from '@tuvens/platform/route'
import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify'
import type { ReportContext as Context } from './context.ts'
import { compileReport } from './compile.ts'

/** For the API only: it has asked for whom, and may show it to them. */
export function addReportRoutes(app: FastifyInstance, context: Context): void {
  const guards = [context.middleware.requireSigned, namesUser]
  serve(app, TICKET_ORIGIN_ROUTES.linkReport, guards, async ({ params, reply }) => {
    reply.header('cache-control', 'no-store')
    return compileReport(context, params.event_id)
  })
}

/** Whoever signs says for whom: a report is never read for nobody. */
const namesUser: preHandlerAsyncHookHandler = async ({ headers }) => {
  const user = headers[HEADERS.onBehalfOf]
  if (typeof user === 'string' && /^[1-9]\d{0,17}$/.test(user)) return
  throw new ServiceError('VALIDATION_ERROR', {
    details: [{ field: HEADERS.onBehalfOf, message: `${HEADERS.onBehalfOf} must be a user id` }],
  })
}
