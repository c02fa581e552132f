import type { Route } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { Static, TSchema } from 'typebox'

type StaticOf<T> = T extends TSchema ? Static<T> : undefined
type Part<R extends Route, K extends 'params' | 'query' | 'body'> =
  R extends Record<K, infer S> ? StaticOf<S> : undefined
type Answer<R extends Route> = R['success'] extends { body: infer S } ? StaticOf<S> : unknown

export type RouteCall<R extends Route> = {
  params: Part<R, 'params'>
  query: Part<R, 'query'>
  body: Part<R, 'body'>
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * Registers one route of the contract's table: its schemas validate what comes in and shape what goes out, so a field
 * the contract does not name never leaves. `guards` run before validation, in order, on the raw request.
 */
export function serve<R extends Route>(
  app: FastifyInstance,
  route: R,
  guards: preHandlerAsyncHookHandler[],
  handler: (call: RouteCall<R>) => Promise<Answer<R>>,
): void {
  const { params, query, body, success } = route
  app.route({
    method: route.method,
    url: route.path,
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(success.body && { response: { [success.status]: success.body } }),
    },
    preValidation: guards,
    handler: async (request, reply) => {
      reply.code(success.status)
      const { params, query, body } = request
      const answer = await handler({ params, query, body, request, reply } as RouteCall<R>)
      return success.status === 204 ? reply.send() : answer
    },
  })
}
