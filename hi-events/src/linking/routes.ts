import { ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify'
import type { LinkingContext } from './context.ts'
import { findFramedLink, markUnlinked, saveFramingOrigins } from './framing-store.ts'

type Guarded = Pick<LinkingContext, 'db'> & { middleware: { requireSigned: preHandlerAsyncHookHandler } }

/** For the API only: it has checked what the user may do. */
export function addLinkingRoutes(app: FastifyInstance, { db, middleware }: Guarded): void {
  const guards = [middleware.requireSigned]
  const { linkFraming, putLinkFraming, endLink } = TICKET_ORIGIN_ROUTES
  addRoute(app, linkFraming, guards, async ({ params: { event_id }, reply }) => {
    reply.header('cache-control', 'no-store')
    const link = await findFramedLink(db, event_id)
    if (link === undefined) throw new ServiceError('NOTHING_LINKED')
    return { event_id, origins: link.framingOrigins }
  })
  addRoute(app, putLinkFraming, guards, async ({ params: { event_id }, body: { origins } }) => {
    // Browsers name no default port.
    const named = [...new Set(origins.map((origin) => new URL(origin).origin))]
    if (!(await saveFramingOrigins(db, event_id, named))) throw new ServiceError('NOTHING_LINKED')
    return { event_id, origins: named }
  })
  addRoute(app, endLink, guards, async ({ params }) => markUnlinked(db, params.event_id))
}
