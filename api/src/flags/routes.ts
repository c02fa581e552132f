import { API_ROUTES, type ErrorDetail, type FlagOutcome, ServiceError } from '@tuvens/contract'
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
    const details = body.outcomes.flatMap(problemsOf)
    if (details.length > 0) throw new ServiceError('VALIDATION_ERROR', { details })
    await insertFlagOutcomes(context.db, body.outcomes)
  })
}

function problemsOf({ calls, failed, slow }: FlagOutcome, at: number): ErrorDetail[] {
  return Object.entries({ failed, slow })
    .filter(([, count]) => count > calls)
    .map(([name]) => {
      const field = `outcomes.${at}.${name}`
      return { field, message: `${field} must not be more than calls` }
    })
}
