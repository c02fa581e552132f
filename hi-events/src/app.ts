import cookie from '@fastify/cookie'
import { createEntrance } from '@tuvens/platform/entrance/entrance'
import { createHttp } from '@tuvens/platform/http/http'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { addEditsRoutes } from './edits/routes.ts'
import { clickTraceOf } from './landing/arrival/click-trace.ts'
import { addLandingRoutes } from './landing/routes.ts'
import { addLinkingRoutes } from './linking/routes.ts'
import { createCallLimit } from './passthrough/policy/limited-calls.ts'
import { createPassthroughLogins } from './passthrough/login/logins.ts'
import { createPassthrough } from './passthrough/proxy.ts'
import { createRefuse } from './passthrough/policy/refuse.tsx'
import { createTicketOriginServer } from './passthrough/serve.ts'
import { countStockWidget } from './picker/count-stock-widget.ts'
import { addOperatorRoutes } from './operator/routes.ts'
import { addPickerRoutes } from './picker/routes.ts'
import { recordObservedChange } from './relay/record-observed.ts'
import { addRelayRoutes } from './relay/routes.ts'
import { addReportRoutes } from './report/routes.ts'
import { addSessionRoutes } from './session/routes.ts'
import { findFramingOrigins } from './status/store.ts'
import { addWebRoutes } from './web/routes.ts'

/** Registers the ticket origin's own routes. All other requests go to the pass-through, without Fastify. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const { ticketOrigin, allowedHosts, proxyHops } = context.config
  const refuse = createRefuse(ticketOrigin)
  const passthrough = createPassthrough({
    config: context.config,
    refuse,
    logins: createPassthroughLogins(context),
    framingOriginsOf: (eventId) => findFramingOrigins(context.db, eventId),
    observe: (change) => recordObservedChange(context, change),
    observeWidget: (view) =>
      void countStockWidget(context, view).catch((error: unknown) =>
        context.log.warn({ err: error }, 'A widget could not be counted'),
      ),
  })
  const entrance = createEntrance({
    publicUrl: ticketOrigin,
    allowedHosts,
    isTrustedPeer: () => proxyHops > 0,
  })
  const limitCall = createCallLimit({ entrances: context.entrances, proxyHops, refuse })
  const app = createHttp({
    log: context.log,
    publicUrl: ticketOrigin,
    serverFactory: (handler) =>
      createTicketOriginServer({
        publicUrl: ticketOrigin,
        entrance,
        refuse,
        passthrough,
        limitCall,
        ours: handler,
        requests: {
          log: context.log,
          sample: context.config.requestLogSample,
          traceparentOf: (request) => clickTraceOf(ticketOrigin, request),
        },
      }),
  })
  app.addHook('onClose', async () => passthrough.close())
  await app.register(cookie)
  addWebRoutes(app, context)
  addLandingRoutes(app, context)
  addSessionRoutes(app, context)
  addRelayRoutes(app, context)
  addReportRoutes(app, context)
  addEditsRoutes(app, context)
  addOperatorRoutes(app, context)
  addLinkingRoutes(app, context)
  addPickerRoutes(app, context)
  return app
}
