import {
  type CreateEndpointRequest,
  type EndpointSecret,
  MAX_WEBHOOK_ENDPOINTS,
  ROTATION_HOURS,
  ServiceError,
  type UpdateEndpointRequest,
  type WebhookEndpoint,
} from '@tuvens/contract'
import type { FastifyReply } from 'fastify'
import { auditOrigin } from '../audit/record.ts'
import type { AuthContext } from '../auth/context.ts'
import { userOf } from '../http/caller.ts'
import { endpointUrlOf } from './address.ts'
import type { AccountCall } from './guard.ts'
import { message } from './messages-of.ts'
import { newSigningSecret } from './signing-secret.ts'
import {
  deleteEndpoint,
  type EndpointKey,
  findEndpoint,
  insertEndpoint,
  insertTestMessage,
  lockAccount,
  representEndpoint,
  rotateSecret,
  updateEndpoint,
} from './store.ts'

/** A call about one endpoint. */
export type EndpointCall = AccountCall & { params: EndpointKey; reply: FastifyReply }

export async function createEndpoint(
  context: AuthContext,
  { body, ...call }: AccountCall & { body: CreateEndpointRequest; reply: FastifyReply },
): Promise<EndpointSecret> {
  await context.limits.countOrThrow('webhookEndpoints', userOf(call.request), call.reply)
  const url = endpointUrlOf(context, body.url)
  const { secret, sealed } = newSigningSecret(context)
  const accountId = call.params.account_id
  const fields = { url, description: body.description ?? '', eventTypes: body.event_types ?? [] }
  const { endpoint } = await context.db.begin(async (tx) => {
    await lockAccount(tx, accountId)
    const max = MAX_WEBHOOK_ENDPOINTS
    return { endpoint: await insertEndpoint(tx, { accountId, ...fields, secret: sealed, max }) }
  })
  if (endpoint === undefined)
    throw new ServiceError('BUSINESS_RULE', {
      message: `An account has at most ${MAX_WEBHOOK_ENDPOINTS} webhook endpoints`,
    })
  record(context, call, 'create-webhook-endpoint', endpoint.id)
  return { endpoint: representEndpoint(endpoint), secret }
}

export async function readEndpoint({ db }: AuthContext, { params }: EndpointCall): Promise<WebhookEndpoint> {
  return representEndpoint(existing(await findEndpoint(db, params)))
}

export async function changeEndpoint(
  context: AuthContext,
  { body, ...call }: EndpointCall & { body: UpdateEndpointRequest },
): Promise<WebhookEndpoint> {
  const url = body.url === undefined ? undefined : endpointUrlOf(context, body.url)
  const { description, event_types: eventTypes, is_enabled: isEnabled } = body
  const change = { url, description, eventTypes, isEnabled }
  const endpoint = existing(await updateEndpoint(context.db, call.params, change))
  const operation =
    isEnabled === undefined ? 'update' : isEnabled ? ('enable' as const) : ('disable' as const)
  record(context, call, `${operation}-webhook-endpoint`, endpoint.id)
  context.sendingWebhooks.wake()
  return representEndpoint(endpoint)
}

/** One that is gone already is no error. */
export async function removeEndpoint(context: AuthContext, call: EndpointCall): Promise<void> {
  if (!(await deleteEndpoint(context.db, call.params))) return
  record(context, call, 'delete-webhook-endpoint', call.params.endpoint_id)
}

const ROTATED_ALREADY = `The signing secret was changed within the last ${ROTATION_HOURS} hours, and the one before it still signs. Change it again when these hours are over`

export async function rotate(context: AuthContext, call: EndpointCall): Promise<EndpointSecret> {
  await context.limits.countOrThrow('webhookEndpoints', userOf(call.request), call.reply)
  const { secret, sealed } = newSigningSecret(context)
  const rotated = await rotateSecret(context.db, call.params, { secret: sealed, hours: ROTATION_HOURS })
  if (rotated === undefined) {
    existing(await findEndpoint(context.db, call.params))
    throw new ServiceError('BUSINESS_RULE', { message: ROTATED_ALREADY })
  }
  record(context, call, 'rotate-signing-secret', rotated.id)
  return { endpoint: representEndpoint(rotated), secret }
}

/** Sends a message, so that somebody sees whether the endpoint works. */
export async function sendTest(context: AuthContext, call: EndpointCall): Promise<{ message_id: string }> {
  await context.limits.countOrThrow('webhookEndpoints', userOf(call.request), call.reply)
  const { id: endpoint_id, disabled_at } = existing(await findEndpoint(context.db, call.params))
  if (disabled_at !== null)
    throw new ServiceError('BUSINESS_RULE', { message: 'This endpoint is disabled: enable it first' })
  const { type, version, data } = message('endpoint.test', {
    account_id: Number(call.params.account_id),
    endpoint_id,
  })
  const timestamp = new Date(context.clock.now()).toISOString()
  const body = JSON.stringify({ type, version, timestamp, data })
  const message_id = await insertTestMessage(context.db, endpoint_id, body)
  record(context, call, 'test-webhook-endpoint', endpoint_id)
  context.sendingWebhooks.wake()
  return { message_id }
}

/** @throws ServiceError ENDPOINT_NOT_FOUND */
export function existing<T>(found: T | undefined): T {
  if (found === undefined) throw new ServiceError('ENDPOINT_NOT_FOUND')
  return found
}

export function record(
  { audit }: AuthContext,
  { request, params }: AccountCall,
  operation: string,
  endpointId: string,
): void {
  audit.record({
    ...auditOrigin(request),
    operation,
    outcome: 'ok',
    userId: userOf(request),
    accountId: Number(params.account_id),
    note: `endpoint ${endpointId}`,
  })
}
