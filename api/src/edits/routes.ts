import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import { noStore } from '../http/no-store.ts'
import {
  type DifferencesContext,
  readAccountDifferences,
  readCover,
  readDifferences,
  settleDifference,
} from './differences.ts'

export function addEditsRoutes(app: FastifyInstance, context: DifferencesContext): void {
  const guards = [noStore, requireVerifiedUser(context)]
  addRoute(app, API_ROUTES.eventDifferences, guards, (call) => readDifferences(context, call))
  addRoute(app, API_ROUTES.accountDifferences, guards, (call) => readAccountDifferences(context, call))
  addRoute(app, API_ROUTES.eventCover, guards, async (call) =>
    call.reply.type('image/jpeg').send(await readCover(context, call)),
  )
  addRoute(app, API_ROUTES.settleDifference, guards, (call) => settleDifference(context, call))
}
