import { openApiDocument, type OpenApiServers } from '@tuvens/contract/openapi'
import type { FastifyInstance } from 'fastify'

/** Serves the contract as OpenAPI 3.1. */
export function addOpenApiRoutes(app: FastifyInstance, servers: OpenApiServers): void {
  const document = JSON.stringify(openApiDocument('1.0.0', servers))
  app.get('/api/openapi.json', async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .type('application/json; charset=utf-8')
      .send(document),
  )
}
