import type { Route } from '@tuvens/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify'
import type { Static, TSchema, TUnknown } from 'typebox'
import { parseBody } from './body.ts'
import type { HttpCall } from './call.ts'

type StaticOf<T> = T extends TSchema ? Static<T> : undefined
type Part<R extends Route, K extends 'params' | 'query' | 'body'> =
  R extends Record<K, infer S> ? StaticOf<S> : undefined
type Success<R extends Route> = R['success'] extends { body: infer S } ? StaticOf<S> : unknown

/** What a handler gets: the parts of a request that its route has a schema for, already validated. */
export type RouteRequest<R extends Route> = {
  params: Part<R, 'params'>
  query: Part<R, 'query'>
  body: Part<R, 'body'>
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * Registers one route of the contract's table: its schemas validate what comes in and shape what goes out, so a field
 * the contract does not name never leaves. `guards` run in order, on the raw request: the body is parsed only for a
 * caller that they admit.
 */
export function addRoute<R extends Route>(
  app: FastifyInstance,
  route: R,
  guards: preHandlerAsyncHookHandler[],
  handler: (call: RouteRequest<R>) => Promise<Success<R>>,
): void {
  const { params, query, body, success, maxBytes } = route
  app.route({
    method: route.method,
    url: route.path,
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(success.body && { response: responseSchemas(success) }),
    },
    ...(maxBytes !== undefined && { bodyLimit: maxBytes }),
    config: { parsesAfterGuards: true },
    preValidation: [...guards, parseBody],
    handler: async (request, reply) => {
      reply.code(success.status)
      const { params, query, body } = request
      const answer = await handler({ params, query, body, request, reply } as RouteRequest<R>)
      return success.status === 204 ? reply.send() : answer
    },
  })
}

function responseSchemas({ status, body, canCreate }: Route['success']) {
  return { [status]: body, ...(canCreate === true && { 201: body }) }
}

type Input<R extends Route, K extends 'params' | 'query' | 'body'> =
  R extends Record<K, infer S extends TSchema> ? { [P in K]: Static<S> } : { [P in K]?: undefined }
/** What a caller gives: the parts that the route has a schema for. */
export type RouteInput<R extends Route> = Input<R, 'params'> &
  Input<R, 'query'> &
  Input<R, 'body'> & {
    headers?: Record<string, string>
    /** The body of a route that takes a file. */
    bytes?: Uint8Array
  }
/** The schema of a route's success. */
export type RouteSuccess<R extends Route> = R['success'] extends { body: infer S extends TSchema }
  ? S
  : TUnknown
type AnyInput = {
  params?: unknown
  query?: unknown
  body?: unknown
  headers?: Record<string, string>
  bytes?: Uint8Array
}

/** The call of one route of the contract's table: the other side of `addRoute`. */
export function callOf<R extends Route>(route: R, input: RouteInput<R>): HttpCall<RouteSuccess<R>>
export function callOf(route: Route, { params, query, body, headers, bytes }: AnyInput): HttpCall {
  const values = new Map(entriesOf(params))
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''))
  const search = new URLSearchParams(entriesOf(query))
  return {
    method: route.method,
    path: search.size > 0 ? `${path}?${search}` : path,
    headers: bytes === undefined ? headers : { 'content-type': 'application/octet-stream', ...headers },
    ...(bytes !== undefined && { body: bytes }),
    ...(typeof body === 'object' && body !== null && { body }),
    success: route.success.body,
  }
}

/** What a path or a query carries; undefined and empty values are left out. */
function entriesOf(values: unknown): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
}
