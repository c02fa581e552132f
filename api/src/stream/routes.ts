import { API_ROUTES, type StreamQuery } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type ResponseHeaders, STREAM_HEADERS } from './connection.ts'
import type { Stream } from './stream.ts'

export function addStreamRoutes(app: FastifyInstance, { stream }: { stream: Stream }): void {
  addRoute(app, API_ROUTES.eventUpdates, [], async ({ query, request, reply }) => {
    reply.hijack()
    const headers: ResponseHeaders = { ...reply.getHeaders(), ...STREAM_HEADERS }
    if (request.method === 'HEAD') return void reply.raw.writeHead(200, headers).end()
    await stream.open({
      response: reply.raw,
      headers,
      address: request.ip,
      eventIds: query.event_id === undefined ? null : new Set(query.event_id),
      lastEventId: lastEventIdOf(request, query),
    })
  })
  addRoute(app, API_ROUTES.readTicketing, [], async ({ query, reply }) => {
    reply.header('cache-control', 'no-store')
    return { states: await stream.readStates(new Set(query.event_id)) }
  })
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => stream.endAll())
}

/** The header that a browser sets, else the parameter; of several parameters none can be meant. */
function lastEventIdOf(
  { headers }: FastifyRequest,
  { last_event_id: given = [] }: StreamQuery,
): string | undefined {
  const header = headers['last-event-id']
  if (typeof header === 'string' && header !== '') return header
  return given.length > 1 ? '' : given[0]
}
