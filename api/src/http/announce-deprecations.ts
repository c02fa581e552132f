import { deprecationHeadersOf, type Route } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'

/** Has every response of a deprecated call say so, refusals included. */
export function announceDeprecations(app: FastifyInstance, routes: readonly Route[]): void {
  const announced = new Map<string, Record<string, string>>(
    routes.flatMap(({ method, path, deprecated }) =>
      deprecated === undefined ? [] : [[`${method} ${path}`, deprecationHeadersOf(deprecated)] as const],
    ),
  )
  if (announced.size === 0) return
  app.addHook('onRequest', async (request, reply) => {
    const headers = announced.get(`${request.method} ${request.routeOptions.url ?? ''}`)
    if (headers !== undefined) reply.headers(headers)
  })
}
