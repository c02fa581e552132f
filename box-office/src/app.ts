import cookie from '@fastify/cookie'
import { createHttp } from '@tuvens/platform/http'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { registerEvents } from './events/routes.ts'
import { registerIdentity } from './identity/routes.ts'
import { registerMisbehaviour } from './misbehave/door.ts'
import { registerOrders } from './orders/routes.ts'
import { registerOrganizers } from './organizers/routes.ts'
import { registerPages } from './pages/routes.tsx'
import { registerProducts } from './products/routes.ts'
import { registerPublic } from './public/routes.ts'
import { createApi } from './rest/api.ts'
import { answerCors } from './rest/cors.ts'
import { answerRestErrors } from './rest/errors.ts'
import { registerWebhooks } from './webhooks/routes.ts'

/** The whole box office: the REST API under /api, the pages, and the health of the process. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const app = createHttp({ log: context.log, trustProxy: context.config.trustProxy })
  await app.register(cookie)
  registerHealth(app, context)
  registerMisbehaviour(app, context)
  await app.register(async (rest) => registerRest(rest, context), { prefix: '/api' })
  await registerPages(app, context)
  return app
}

function registerRest(rest: FastifyInstance, context: Context): void {
  answerCors(rest, context.config)
  answerRestErrors(rest, context.config)
  const api = createApi(rest, context)
  registerIdentity(api)
  registerOrganizers(api)
  registerWebhooks(api)
  registerEvents(api)
  registerProducts(api)
  registerOrders(api)
  registerPublic(api)
  // The pages answer every path that is none; what begins with /api is never theirs.
  rest.all('/*', (_request, reply) => reply.callNotFound())
}

function registerHealth(app: FastifyInstance, { db }: Context): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const ready = await db`select 1`.then(
      () => true,
      () => false,
    )
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' })
  })
}
