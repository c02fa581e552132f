import { HEADERS, ServiceError, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { addRoute } from '@tuvens/platform/http/route'
import { countRefused, countWebhook } from '@tuvens/platform/telemetry/counts/webhooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import type { RelayContext } from './context.ts'
import { receive, verify } from './receive.ts'
import type { WebhookOwner } from './webhook-owners.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose native webhook this is; set once its signature has been verified. */
    webhookOwner: WebhookOwner | null
  }
}

const TenantParameters = Type.Object({ tenant: Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' }) })

/** Where Hi.Events delivers: verify the raw bytes, record, answer. */
export function addRelayRoutes(app: FastifyInstance, context: RelayContext): void {
  app.decorateRequest('webhookOwner', null)

  const check = async (request: FastifyRequest) => {
    if (!Check(TenantParameters, request.params)) throw new ServiceError('NOT_FOUND')
    const { tenant: tenantKey } = request.params
    const signature = request.headers[HEADERS.nativeSignature]
    request.webhookOwner = await verify(context, { tenantKey, rawBody: request.rawBody, signature })
  }
  const verified = async (request: FastifyRequest) => countRefused('native', () => check(request))

  addRoute(app, TICKET_ORIGIN_ROUTES.nativeWebhook, [verified], async ({ body, request }) => {
    const { webhookOwner: owner, rawBody } = request
    if (owner === null) throw new ServiceError('SIGNATURE_INVALID')
    await countWebhook(
      'native',
      () => receive(context, { owner, rawBody, body }),
      ({ isRepeat }) => (isRepeat ? 'repeated' : 'applied'),
    )
    return { received: true as const }
  })
}
