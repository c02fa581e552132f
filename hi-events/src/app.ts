import cookie from '@fastify/cookie'
import { createHttp } from '@tuvens/platform/http'
import type { FastifyInstance } from 'fastify'
import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Context } from './context.ts'
import { landingRoutes } from './landing/routes.ts'
import { createPassthrough, type Passthrough } from './passthrough/proxy.ts'
import { isOurs } from './passthrough/rules.ts'
import { pickerRoutes } from './picker/routes.ts'
import { hookRoutes } from './relay/routes.ts'
import { sessionRoutes } from './session/routes.ts'
import { webRoutes } from './web/routes.ts'

/** The ticket origin: our own rooms by hand, everything else straight through, without Fastify in between. */
export async function createApp(ctx: Context): Promise<FastifyInstance> {
  const passthrough = createPassthrough(ctx.config)
  const app = createHttp({
    log: ctx.log,
    serverFactory: (handler) => serverOf(passthrough, handler),
  })
  app.addHook('onClose', async () => passthrough.close())
  await app.register(cookie)
  webRoutes(app, ctx)
  landingRoutes(app, ctx)
  sessionRoutes(app, ctx)
  hookRoutes(app, ctx)
  pickerRoutes(app, ctx)
  return app
}

/** An image on a slow line takes its time; headers do not. */
const [REQUEST_LIMIT_MS, HEADERS_LIMIT_MS] = [300_000, 15_000]

function serverOf(passthrough: Passthrough, ours: (...of: Parameters<Passthrough['handle']>) => void) {
  const server = createServer(
    { requestTimeout: REQUEST_LIMIT_MS, headersTimeout: HEADERS_LIMIT_MS, keepAliveTimeout: 72_000 },
    (request, response) =>
      isOurs(pathOfRequest(request)) ? ours(request, response) : passthrough.handle(request, response),
  )
  return server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    passthrough.upgrade(request, socket, head),
  )
}

function pathOfRequest({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/'
}
