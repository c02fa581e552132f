import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { requireUserOrSigned } from '../auth/either-guard.ts'
import { requireSigned } from '../auth/service-guard.ts'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import type { TicketingContext } from './context.ts'
import { noStore } from '../http/no-store.ts'
import { putFraming, readFraming } from './framing.ts'
import { readSales } from './sales.ts'
import { link } from './link.ts'
import { listLinks } from './list-links.ts'
import { unlink } from './unlink.ts'

export function addTicketingRoutes(app: FastifyInstance, context: TicketingContext): void {
  const members = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.eventSales, members, (call) => readSales(context, call))
  addRoute(app, API_ROUTES.eventFraming, members, (call) => readFraming(context, call))
  addRoute(app, API_ROUTES.putFraming, members, (call) => putFraming(context, call))
  addRoute(app, API_ROUTES.listLinks, [noStore, requireSigned(context)], (call) => listLinks(context, call))
  addRoute(app, API_ROUTES.putLink, [requireSigned(context)], (call) => link(context, call))
  addRoute(app, API_ROUTES.deleteLink, [requireUserOrSigned(context)], ({ params, request }) =>
    unlink(context, params.event_id, request),
  )
}
