import {
  API_ROUTES,
  WEBHOOK_EVENT_TYPE_NAMES,
  WEBHOOK_EVENT_TYPES,
  webhookBodySchema,
  type WebhookEventTypeList,
} from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import type { AuthContext } from '../auth/context.ts'
import { requireVerifiedUser } from '../auth/user-guard.ts'
import { noStore } from '../http/no-store.ts'
import { readMessage, readMessages, replay, replayMany } from './delivery-log.ts'
import { type AccountCall, requireEndpointManager } from './guard.ts'
import { changeEndpoint, createEndpoint, readEndpoint, removeEndpoint, rotate, sendTest } from './manage.ts'
import { listEndpoints, representEndpoint } from './store.ts'

export function addEndpointRoutes(app: FastifyInstance, context: AuthContext): void {
  const guards = [noStore, requireVerifiedUser(context)]
  /** A verb for people who may manage the webhooks of the account. */
  const managed =
    <C extends AccountCall, T>(verb: (context: AuthContext, call: C) => Promise<T>) =>
    async (call: C): Promise<T> => {
      await requireEndpointManager(context, call)
      return verb(context, call)
    }
  addRoute(app, API_ROUTES.listWebhookEventTypes, [], async () => EVENT_TYPES)
  addRoute(
    app,
    API_ROUTES.listWebhookEndpoints,
    guards,
    managed(async ({ db }, { params }) => ({
      endpoints: (await listEndpoints(db, params.account_id)).map(representEndpoint),
    })),
  )
  addRoute(app, API_ROUTES.createWebhookEndpoint, guards, managed(createEndpoint))
  addRoute(app, API_ROUTES.readWebhookEndpoint, guards, managed(readEndpoint))
  addRoute(app, API_ROUTES.updateWebhookEndpoint, guards, managed(changeEndpoint))
  addRoute(app, API_ROUTES.deleteWebhookEndpoint, guards, managed(removeEndpoint))
  addRoute(app, API_ROUTES.rotateSigningSecret, guards, managed(rotate))
  addRoute(app, API_ROUTES.testWebhookEndpoint, guards, managed(sendTest))
  addRoute(app, API_ROUTES.listWebhookMessages, guards, managed(readMessages))
  addRoute(app, API_ROUTES.readWebhookMessage, guards, managed(readMessage))
  addRoute(app, API_ROUTES.replayWebhookMessage, guards, managed(replay))
  addRoute(app, API_ROUTES.replayWebhookMessages, guards, managed(replayMany))
}

/** Schemas as plain JSON. */
const EVENT_TYPES: WebhookEventTypeList = {
  event_types: WEBHOOK_EVENT_TYPE_NAMES.map((type) => {
    const { version, description } = WEBHOOK_EVENT_TYPES[type]
    const $id = `urn:tuvens:webhook:${type}:v${version}`
    const schema: Record<string, unknown> = JSON.parse(JSON.stringify({ $id, ...webhookBodySchema(type) }))
    return { type, version, description, schema }
  }),
}
