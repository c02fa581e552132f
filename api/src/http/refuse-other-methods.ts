import { type Route, ServiceError } from '@tuvens/contract'
import type { FastifyInstance, HTTPMethods } from 'fastify'

const METHODS: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Answers 405 with `Allow` when a path is known but the method is not. */
export function refuseOtherMethods(app: FastifyInstance, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const allowed = METHODS.filter((method) => app.hasRoute({ method, url: path }))
    // Routes that these settings switch off answer 404.
    if (allowed.length === 0) continue
    app.route({
      method: METHODS.filter((method) => !allowed.includes(method)),
      url: path,
      // A hook, so that the body is not read.
      onRequest: async (_request, reply) => {
        reply.header('allow', allowed.join(', '))
        throw new ServiceError('METHOD_NOT_ALLOWED')
      },
      handler: async () => undefined,
    })
  }
}
