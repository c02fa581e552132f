import { addHealthRoutes } from '@tuvens/platform/http/health'
import type { FastifyInstance } from 'fastify'
import type { Asset } from './assets.ts'
import { encodingFor } from '@tuvens/platform/http/compress'
import type { WebContext } from './context.ts'

const YEAR = 'public, max-age=31536000, immutable'

/** Static files, and the state of this process. */
export function addWebRoutes(app: FastifyInstance, context: WebContext): void {
  for (const asset of context.assets.byPath.values()) serveAsset(app, asset)
  addHealthRoutes(app, context.db)
}

function serveAsset(app: FastifyInstance, { path, type, body, compressed }: Asset): void {
  app.get(path, async (request, reply) => {
    const encoding = compressed === null ? 'identity' : encodingFor(request.headers['accept-encoding'])
    if (encoding !== 'identity') reply.header('content-encoding', encoding)
    const bytes = encoding === 'identity' || compressed === null ? body : compressed[encoding]
    return reply
      .header('cache-control', YEAR)
      .header('vary', 'accept-encoding')
      .header('access-control-allow-origin', '*')
      .type(type)
      .send(bytes)
  })
}
