import { API_ROUTES, type Route } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { requireApiKey } from '../auth/api-key/guard.ts'
import { keyCallerOf } from '../http/caller.ts'
import { noStore } from '../http/no-store.ts'
import { compilePlatformReport } from '../report/compile.ts'
import type { TicketingReportContext } from '../report/request-link-report.ts'
import { findEventOf, listEvents, putEvent, represent } from './events.ts'
import { createSession } from './session.ts'

export function addPlatformRoutes(app: FastifyInstance, context: TicketingReportContext): void {
  const key = (route: Route) => [noStore, requireApiKey(context, route)]
  const { listPlatformEvents, readPlatformEvent, putPlatformEvent } = API_ROUTES
  addRoute(app, listPlatformEvents, key(listPlatformEvents), ({ request, query }) =>
    listEvents(context, keyCallerOf(request), query),
  )
  addRoute(app, readPlatformEvent, key(readPlatformEvent), async ({ request, params }) =>
    represent(await findEventOf(context, keyCallerOf(request), params.external_id), context.config),
  )
  addRoute(app, putPlatformEvent, key(putPlatformEvent), ({ params, ...call }) =>
    putEvent(context, { ...call, externalId: params.external_id }),
  )
  const { platformEventReport, createPlatformSession } = API_ROUTES
  addRoute(app, platformEventReport, key(platformEventReport), async ({ request, params }) => {
    const { id } = await findEventOf(context, keyCallerOf(request), params.external_id)
    return compilePlatformReport(context, { eventId: id, requestId: request.id })
  })
  addRoute(app, createPlatformSession, key(createPlatformSession), (call) => createSession(context, call))
}
