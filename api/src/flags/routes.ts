import { API_ROUTES, ServiceError } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { requireSigned } from '../auth/service-guard.ts'
import type { AuthContext } from '../auth/context.ts'
import { noStore } from '../http/no-store.ts'
import { statesOf } from './states.ts'
import { insertFlagOutcomes, listStoredFlags } from './store.ts'

/** For the nodes of the ticket origin, which ask every second. */
export function addFlagRoutes(app: FastifyInstance, context: AuthContext): void {
  const guards = [noStore, requireSigned(context)]
  addRoute(app, API_ROUTES.readFlags, guards, async ({ request, reply }) => {
    const states = { flags: statesOf(await listStoredFlags(context.db)) }
    const etag = `"${createHash('sha256').update(JSON.stringify(states)).digest('base64url').slice(0, 27)}"`
    reply.header('etag', etag)
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : states
  })
  addRoute(app, API_ROUTES.reportFlagOutcomes, guards, async ({ body }) => {
    if (body.outcomes.some(({ calls, failed, slow }) => failed > calls || slow > calls))
      throw new ServiceError('VALIDATION_ERROR')
    await insertFlagOutcomes(context.db, body.outcomes)
  })
}
