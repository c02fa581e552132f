import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Config } from '../config.ts'

/** Sets CORS headers on every response. A foreign origin gets the first allowed one, so its browser refuses the response. */
export function addCorsHeaders(api: FastifyInstance, { corsOrigins }: Config): void {
  api.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    const allowed = origin !== undefined && corsOrigins.includes(origin) ? origin : corsOrigins[0]
    reply
      .header('cache-control', 'no-cache, private')
      .header('access-control-allow-origin', allowed)
      .header('access-control-allow-credentials', 'true')
      .header('vary', 'Origin')
    if (request.method === 'OPTIONS')
      return preflight(reply, request.headers['access-control-request-headers'])
    reply.header('access-control-expose-headers', 'X-Auth-Token, Set-Cookie')
    return undefined
  })
}

function preflight(reply: FastifyReply, headers: string | undefined): FastifyReply {
  return reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS')
    .header('access-control-allow-headers', headers ?? 'Authorization, Content-Type')
    .header('access-control-max-age', '600')
    .send()
}
