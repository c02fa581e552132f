import cors from '@fastify/cors'
import { API_ROUTES, HEADERS } from '@tuvens/contract'
import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { addHealthRoutes } from '@tuvens/platform/http/health'
import { createHttp } from '@tuvens/platform/http/http'
import { trustedPeers } from '@tuvens/platform/entrance/trusted-peers'
import type { FastifyInstance } from 'fastify'
import { addBeaconRoutes } from './beacons/routes.ts'
import { addComplaintRoutes } from './complaints/routes.ts'
import { addUserRoutes } from './users/routes.ts'
import { addCatalogueRoutes } from './catalogue/routes.ts'
import { addEditsRoutes } from './edits/routes.ts'
import { addEndpointRoutes } from './endpoints/routes.ts'
import { addFlagRoutes } from './flags/routes.ts'
import { addFactorRoutes } from './factors/routes.ts'
import { addApiKeyRoutes } from './team/api-keys/routes.ts'
import { addTeamRoutes } from './team/routes.ts'
import type { Context } from './context.ts'
import { addReferenceRoutes } from './reference/routes.ts'
import { announceDeprecations } from './http/announce-deprecations.ts'
import { refuseOtherMethods } from './http/refuse-other-methods.ts'
import { addMailboxRoutes } from './mail/routes.ts'
import { addPlatformRoutes } from './platform/routes.ts'
import { addPicturesRoutes } from './pictures/routes.ts'
import { addReportRoutes } from './report/routes.ts'
import { addSessionRoutes } from './session/routes.ts'
import { addStreamRoutes } from './stream/routes.ts'
import { addTicketingRoutes } from './ticketing/routes.ts'
import { addWebhookRoutes } from './webhook/routes.ts'

const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'X-Session-Token',
  'X-Shared-Secret',
  // What EventSource polyfills and fetch-based readers of the stream send.
  'Cache-Control',
  'Last-Event-ID',
]
const EXPOSED_HEADERS = [
  'Deprecation',
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sunset',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  HEADERS.requestId,
]

/**
 * Registers the routes of every folder. A folder imports only from folders to its left:
 * base, http, reference, audit, mail, auth, flags, users, factors, team, catalogue, endpoints, pictures, session, ticketing, webhook, stream, report, edits, platform, beacons, maintenance.
 */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const { config, log } = context
  const { apiUrl: publicUrl, allowedHosts } = config
  const isTrustedPeer = trustedPeers(config.trustProxy)
  const app = createHttp({
    log,
    publicUrl,
    entrance: createEntrance({ publicUrl, allowedHosts, isTrustedPeer }),
    trustProxy: config.trustProxy,
    requestLogSample: config.requestLogSample,
  })
  app.decorateRequest('caller', null)
  await app.register(cors, {
    origin: config.corsOrigins,
    credentials: true,
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  })
  announceDeprecations(app, Object.values(API_ROUTES))
  addHealthRoutes(app, context.db)
  addReferenceRoutes(app, { api: publicUrl, ticketOrigin: config.ticketOrigin })
  addMailboxRoutes(app, context)
  addFlagRoutes(app, context)
  addUserRoutes(app, context)
  addFactorRoutes(app, context)
  addTeamRoutes(app, context)
  addApiKeyRoutes(app, context)
  addCatalogueRoutes(app, context)
  addEndpointRoutes(app, context)
  await addPicturesRoutes(app, context)
  addSessionRoutes(app, context)
  addTicketingRoutes(app, context)
  addWebhookRoutes(app, context)
  addStreamRoutes(app, context)
  addReportRoutes(app, context)
  addEditsRoutes(app, context)
  addPlatformRoutes(app, context)
  addBeaconRoutes(app, context)
  addComplaintRoutes(app, context)
  refuseOtherMethods(app, Object.values(API_ROUTES))
  return app
}
