import type { FastifyInstance } from 'fastify'

const YEAR = 365 * 24 * 3600

/** What browsers shall hold to. Nothing here is a page: nothing may be loaded, framed or guessed from an answer. */
export function addSecurityHeaders(app: FastifyInstance, apiUrl: string): void {
  const headers = {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    ...(apiUrl.startsWith('https:') && { 'strict-transport-security': `max-age=${YEAR}` }),
  }
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
}
