import { API_ROUTES, ServiceError } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import type { AuthContext } from '../auth/context.ts'
import { create } from './create.ts'
import { list } from './list.ts'
import { etagOf, includesEtag, representEvent } from './represent.ts'
import { findEvent } from './store.ts'
import { update } from './update.ts'

/** Shared caches keep an event for two seconds; a browser revalidates, and gets 304 while nothing has changed. */
const CACHE = 'public, max-age=0, s-maxage=2, must-revalidate'

export function addCatalogueRoutes(app: FastifyInstance, context: AuthContext): void {
  addRoute(app, API_ROUTES.listEvents, [], async ({ query, request, reply }) => {
    const page = await list(context, query)
    const etag = `"${createHash('sha256').update(JSON.stringify(page)).digest('base64url').slice(0, 27)}"`
    return isNotModified(request, reply, etag) ? reply : page
  })
  addRoute(app, API_ROUTES.readEvent, [], async ({ params, request, reply }) => {
    const row = await findEvent(context.db, params.id)
    if (row === undefined) throw new ServiceError('EVENT_NOT_FOUND')
    return isNotModified(request, reply, etagOf(row)) ? reply : representEvent(row, context.config)
  })
  addRoute(app, API_ROUTES.createEvent, [requireVerifiedUser(context)], async (call) => {
    const row = await create(context, call)
    call.reply.headers({ location: `/api/events/${row.id}`, etag: etagOf(row), 'cache-control': 'no-store' })
    return representEvent(row, context.config)
  })
  addRoute(app, API_ROUTES.updateEvent, [requireVerifiedUser(context)], async (call) => {
    const row = await update(context, call)
    call.reply.headers({ etag: etagOf(row), 'cache-control': 'no-store' })
    return representEvent(row, context.config)
  })
}

/** Writes the caching headers. True when the caller already has this version: then 304 has been sent. */
function isNotModified(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.headers({ etag, 'cache-control': CACHE })
  if (!includesEtag(request.headers['if-none-match'], etag)) return false
  void reply.code(304).send()
  return true
}
