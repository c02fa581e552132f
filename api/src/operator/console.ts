import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import { ServiceError } from '@tuvens/contract'
import { FONT_FILE } from '@tuvens/design/stylesheet'
import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { trustedPeers } from '@tuvens/platform/entrance/trusted-peers'
import { createHttp } from '@tuvens/platform/http/http'
import type { FastifyInstance } from 'fastify'
import { readFileSync } from 'node:fs'
import { addAuditRoutes } from './audit/routes.ts'
import { addComplaintPages } from './complaints/routes.ts'
import type { OperatorContext } from './context.ts'
import { addDeliveryRoutes } from './deliveries/routes.ts'
import { addFlagPages } from './flags/routes.ts'
import { addHealthPage } from './health/routes.ts'
import { addLinkRoutes } from './links/routes.ts'
import { addSessionRoutes } from './sessions/routes.ts'
import { answerError } from './web/errors.tsx'
import { requireOperator } from './web/guard.ts'
import { createCredentials } from './web/sign-in.ts'
import { addSignInRoutes } from './web/sign-in-routes.ts'

const FONT_PATH = '/assets/figtree.woff2'
const MAX_FORM_BYTES = 32 * 1024

/** The operator's console: its own server, on its own port. Every address is closed to who is no operator. */
export async function createConsole(context: OperatorContext, url: string): Promise<FastifyInstance> {
  const { trustProxy } = context.config
  const app = createHttp({
    log: context.log,
    publicUrl: url,
    entrance: createEntrance({ publicUrl: url, isTrustedPeer: trustedPeers(trustProxy) }),
    trustProxy,
  })
  await app.register(cookie)
  await app.register(async (pages) => addPages(pages, context))
  return app
}

async function addPages(pages: FastifyInstance, context: OperatorContext): Promise<void> {
  await pages.register(formbody, { bodyLimit: MAX_FORM_BYTES })
  const credentials = createCredentials(context)
  pages.decorateRequest('operator', '')
  pages.addHook('onRequest', requireOperator(credentials))
  pages.setErrorHandler(answerError)
  serveFont(pages)
  addSignInRoutes(pages, credentials)
  addHealthPage(pages, context)
  addDeliveryRoutes(pages, context)
  addLinkRoutes(pages, context)
  addSessionRoutes(pages, context)
  addComplaintPages(pages, context)
  addFlagPages(pages, context)
  addAuditRoutes(pages, context)
  // Every other address is behind the guard, too, so that who is no operator does not learn which exist.
  pages.all('/*', async () => {
    throw new ServiceError('NOT_FOUND')
  })
}

function serveFont(app: FastifyInstance): void {
  const font = readFileSync(FONT_FILE)
  app.get(FONT_PATH, { config: { isOpen: true } }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').type('font/woff2').send(font),
  )
}
