import { API_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { Stream } from './stream.ts'

export function addStreamRoutes(app: FastifyInstance, { stream }: { stream: Stream }): void {
  addRoute(app, API_ROUTES.eventUpdates, [], async ({ query, request, reply }) => {
    const given = request.headers['last-event-id']
    const lastEventId = typeof given === 'string' && given !== '' ? given : query.last_event_id
    reply.hijack()
    await stream.open({
      response: reply.raw,
      headers: reply.getHeaders(),
      address: request.ip,
      eventIds: query.event_id === undefined ? null : new Set(query.event_id),
      lastEventId,
    })
  })
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => stream.endAll())
}
