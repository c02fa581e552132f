import { type Differences, ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { seenOf } from '../details/compare.ts'
import { countDifferences, saveWanted } from '../details/store.ts'
import type { EditsContext } from './context.ts'
import { markLinked } from '../linking/framing-store.ts'
import { readCover } from './read-cover.ts'
import { overwrite, readDifferences } from './carry.ts'

/** For the API only: it has checked what the user may do. */
export function addEditsRoutes(app: FastifyInstance, context: EditsContext): void {
  const guards = [context.middleware.requireSigned]
  const { putDetails, linkDifferences, accountLinkDifferences, linkCover, overwriteField } =
    TICKET_ORIGIN_ROUTES
  addRoute(app, putDetails, guards, async ({ params, body }) => {
    const isLinked = await saveWanted(context.db, { eventId: params.event_id, ...body })
    if (!isLinked) throw new ServiceError('NOTHING_LINKED')
    await markLinked(context.db, params.event_id)
    context.editsWakeUp.wake()
  })
  addRoute(app, linkDifferences, guards, async ({ params, reply }) => {
    reply.header('cache-control', 'no-store')
    return orNothingLinked(await readDifferences(context, params.event_id))
  })
  addRoute(app, accountLinkDifferences, guards, async ({ params, reply }) => {
    reply.header('cache-control', 'no-store')
    return { events: await countDifferences(context.db, params.account_id) }
  })
  addRoute(app, linkCover, guards, async ({ params, query, reply }) => {
    const cover = await readCover(context, params.event_id, query.seen)
    return reply
      .headers({ 'cache-control': 'no-store', 'content-type': 'application/octet-stream' })
      .send(cover)
  })
  addRoute(app, overwriteField, guards, async ({ params, body: { field, seen } }) => {
    const isSeen = ({ upstream }: { upstream: Parameters<typeof seenOf>[1] }) =>
      seenOf(field, upstream) === seen
    return orNothingLinked(await overwrite(context, params.event_id, { field, isSeen }))
  })
}

function orNothingLinked(differences: Differences | null): Differences {
  if (differences === null) throw new ServiceError('NOTHING_LINKED')
  return differences
}
