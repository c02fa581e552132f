import { type Route, ServiceError } from '@tuvens/contract'
import type { FastifyInstance, HTTPMethods } from 'fastify'

const METHODS: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** A known address asked with a method it does not take answers 405 and says which it takes. */
export function refuseOtherMethods(app: FastifyInstance, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const taken = METHODS.filter((method) => app.hasRoute({ method, url: path }))
    // A room that is closed in these settings leaves no trace.
    if (taken.length === 0) continue
    app.route({
      method: METHODS.filter((method) => !taken.includes(method)),
      url: path,
      // Before the body is read: it is of no interest.
      onRequest: async (_request, reply) => {
        reply.header('allow', taken.join(', '))
        throw new ServiceError('METHOD_NOT_ALLOWED')
      },
      handler: async () => undefined,
    })
  }
}
