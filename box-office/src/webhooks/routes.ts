import type { BaseContext } from '../base-context.ts'
import { orNull, isoMicros, sqlDate } from '../rest/dates.ts'
import { type Api, type Call, idOf } from '../rest/api.ts'
import { createWebhook, editWebhook, readLogs, removeWebhook, requireWebhook } from './manage.ts'
import { requireOrganizer } from '../organizers/manage.ts'
import { listWebhooks, type LogRow, type WebhookRow } from '../deliveries/store.ts'

export function addWebhookRoutes({ member }: Api, context: BaseContext): void {
  const path = '/organizers/:organizer_id/webhooks'
  member('POST', path, async ({ principal, body, ...call }) => {
    const organizerId = organizerOf(call)
    const webhook = await createWebhook(context, principal, { organizerId, input: body })
    return { data: { ...webhookShape(webhook), secret: webhook.secret } }
  })
  member('GET', path, async ({ principal, ...call }) => {
    const organizer = await requireOrganizer(context, principal, organizerOf(call))
    return { data: (await listWebhooks(context.db, organizer.id)).map(webhookShape) }
  })
  member('GET', `${path}/:id`, async ({ principal, ...call }) => ({
    data: webhookShape(await requireWebhook(context, principal, namedBy(call))),
  }))
  member('PUT', `${path}/:id`, async ({ principal, body, ...call }) => ({
    data: webhookShape(await editWebhook(context, principal, { ...namedBy(call), input: body })),
  }))
  member('DELETE', `${path}/:id`, async ({ principal, reply, ...call }) => {
    await removeWebhook(context, principal, namedBy(call))
    return reply.code(204).send()
  })
  member('GET', `${path}/:id/logs`, async ({ principal, query, ...call }) => {
    const page = /^[1-9]\d{0,3}$/.test(String(query['page'])) ? Number(query['page']) : 1
    return { data: (await readLogs(context, principal, { ...namedBy(call), page })).map(logShape) }
  })
}

type Params = Pick<Call, 'params'>

function organizerOf({ params }: Params): number {
  return idOf(params['organizer_id'], 'Organizer')
}

function namedBy({ params }: Params) {
  return { organizerId: organizerOf({ params }), id: idOf(params['id'], 'Webhook') }
}

function webhookShape(webhook: WebhookRow) {
  return {
    id: webhook.id,
    url: webhook.url,
    event_types: webhook.event_types,
    status: webhook.status,
    last_triggered_at: orNull(sqlDate, webhook.last_triggered_at),
    // The field of a stock Hi.Events; the body of a response is never read here.
    last_response_body: null,
    last_response_code: webhook.last_response_code,
  }
}

function logShape({ created_at, event_type, ...log }: LogRow) {
  return {
    ...log,
    response_body: null,
    created_at: isoMicros(created_at),
    event_type: event_type.toUpperCase().replace('.', '_'),
  }
}
