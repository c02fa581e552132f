import { openApiDocument } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'

/** OpenAPI 3.1, made from the contract once at start. */
export function addDocumentRoutes(app: FastifyInstance): void {
  const document = JSON.stringify(openApiDocument('1.0.0'))
  app.get('/api/openapi.json', async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .type('application/json; charset=utf-8')
      .send(document),
  )
}
