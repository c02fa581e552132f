import cookie from '@fastify/cookie'
import { createHttp } from '@tuvens/platform/http'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { landingRoutes } from './landing/routes.ts'
import { createPassthrough } from './passthrough/proxy.ts'
import { serve } from './passthrough/serve.ts'
import { isLinked } from './passthrough/store.ts'
import { pickerRoutes } from './picker/routes.ts'
import { hookRoutes } from './relay/routes.ts'
import { reportRoutes } from './report/routes.ts'
import { sessionRoutes } from './session/routes.ts'
import { webRoutes } from './web/routes.ts'

/** The ticket origin: our own rooms by hand, everything else straight through, without Fastify in between. */
export async function createApp(ctx: Context): Promise<FastifyInstance> {
  const passthrough = createPassthrough({
    config: ctx.config,
    isLinked: (eventId) => isLinked(ctx.db, eventId),
  })
  const app = createHttp({
    log: ctx.log,
    serverFactory: (handler) => serve(passthrough, handler),
  })
  app.addHook('onClose', async () => passthrough.close())
  await app.register(cookie)
  webRoutes(app, ctx)
  landingRoutes(app, ctx)
  sessionRoutes(app, ctx)
  hookRoutes(app, ctx)
  reportRoutes(app, ctx)
  pickerRoutes(app, ctx)
  return app
}
