import cookie from '@fastify/cookie'
import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { addHealthRoutes } from '@tuvens/platform/http/health'
import { createHttp } from '@tuvens/platform/http/http'
import { trustedPeers } from '@tuvens/platform/entrance/trusted-peers'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { addDateRoutes } from './events/dates/routes.ts'
import { addCoverRoutes, addStorageRoutes } from './events/cover/routes.ts'
import { addEventRoutes } from './events/routes.ts'
import { addIdentityRoutes } from './identity/routes.ts'
import { authenticate } from './identity/session.ts'
import { addFaultInjectionRoutes } from './fault-injection/routes.ts'
import { addOrderRoutes } from './orders/routes.ts'
import { addOrganizerRoutes } from './organizers/routes.ts'
import { addPageRoutes } from './pages/routes.tsx'
import { addProductRoutes } from './products/routes.ts'
import { addPublicRoutes } from './public/routes.ts'
import { createApi } from './rest/api.ts'
import { addCorsHeaders } from './rest/cors.ts'
import { addErrorHandlers } from './rest/errors.ts'
import { addWebhookRoutes } from './webhooks/routes.ts'

/** The REST API under /api, the pages, health checks and, in tests, fault injection. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const { publicUrl, allowedHosts, trustProxy } = context.config
  const app = createHttp({
    log: context.log,
    publicUrl,
    entrance: createEntrance({ publicUrl, allowedHosts, isTrustedPeer: trustedPeers(trustProxy) }),
    trustProxy,
    requestLogSample: context.config.requestLogSample,
  })
  await app.register(cookie)
  addHealthRoutes(app, context.db)
  addFaultInjectionRoutes(app, context)
  await app.register(async (rest) => addRestRoutes(rest, context), { prefix: '/api' })
  addStorageRoutes(app, context)
  await addPageRoutes(app, context)
  return app
}

function addRestRoutes(rest: FastifyInstance, context: Context): void {
  addCorsHeaders(rest, context.config)
  addErrorHandlers(rest, context.config)
  const api = createApi(rest, { ...context, authenticate: (token) => authenticate(context, token) })
  addIdentityRoutes(api, context)
  addOrganizerRoutes(api, context)
  addWebhookRoutes(api, context)
  addEventRoutes(api, context)
  addCoverRoutes(api, context)
  if (context.config.shape === 'next') addDateRoutes(api, context)
  addProductRoutes(api, context)
  addOrderRoutes(api, context)
  addPublicRoutes(api, context)
  // Without this, the pages would answer unknown paths under /api.
  rest.all('/*', (_request, reply) => reply.callNotFound())
}
