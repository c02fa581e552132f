import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { noStore } from '../http/no-store.ts'
import { observeBeacon } from './observe-beacon.ts'

/** What browsers report of some page views. Anybody can send it, so it is a hint for operators and decides nothing. */
export function addBeaconRoutes(app: FastifyInstance, context: BeaconContext): void {
  addRoute(app, API_ROUTES.beacon, [noStore], async ({ body, request, reply }) => {
    await context.entrances.admit('beacon', { address: request.ip }, reply)
    observeBeacon(body)
  })
}

type BeaconContext = Pick<AuthContext, 'entrances'>
