import { API_ROUTES, ServiceError } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import type { AuthContext } from '../auth/context.ts'
import { create } from './create.ts'
import { list } from './list.ts'
import { findOrganiser, listCities, listRelated, readEventIndex } from './list-store.ts'
import { etagOf, includesEtag, representEvent } from './represent.ts'
import { findEvent } from './store.ts'
import { update } from './update.ts'

/** Shared caches keep an event for two seconds; a browser revalidates, and gets 304 while nothing has changed. */
const CACHE = 'public, max-age=0, s-maxage=2, must-revalidate'
type Call = { request: FastifyRequest; reply: FastifyReply }

const MAX_CITIES = 100
const MAX_RELATED = 4

export function addCatalogueRoutes(app: FastifyInstance, context: AuthContext): void {
  addListRoutes(app, context)
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

/** What people browse by. The entity tag of each response is made of what it holds. */
function addListRoutes(app: FastifyInstance, context: AuthContext): void {
  const send = <T>({ request, reply }: Call, body: T) => {
    const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 27)}"`
    return isNotModified(request, reply, etag) ? reply : body
  }
  addRoute(app, API_ROUTES.listEvents, [], async ({ query, ...call }) =>
    send(call, await list(context, query)),
  )
  addRoute(app, API_ROUTES.eventIndex, [], async ({ query, ...call }) => {
    const { pages, events } = await readEventIndex(context.db, query.page ?? null)
    const shown = events.map(({ id, account_id, updated_at }) => ({
      id,
      accountId: Number(account_id),
      updatedAt: updated_at.toISOString(),
    }))
    return send(call, { pages, events: shown })
  })
  addRoute(app, API_ROUTES.listCities, [], async (call) =>
    send(call, { cities: await listCities(context.db, MAX_CITIES) }),
  )
  addRoute(app, API_ROUTES.relatedEvents, [], async ({ params, ...call }) => {
    const rows = await listRelated(context.db, params.id, MAX_RELATED)
    return send(call, { events: rows.map((row) => representEvent(row, context.config)) })
  })
  addRoute(app, API_ROUTES.readOrganiser, [], async ({ params, ...call }) => {
    const found = await findOrganiser(context.db, params.account_id)
    if (found === undefined) throw new ServiceError('ORGANISER_NOT_FOUND')
    return send(call, { account_id: Number(found.id), name: found.name })
  })
}

/** Writes the caching headers. True when the caller already has this version: then 304 has been sent. */
function isNotModified(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.headers({ etag, 'cache-control': CACHE })
  if (!includesEtag(request.headers['if-none-match'], etag)) return false
  void reply.code(304).send()
  return true
}
