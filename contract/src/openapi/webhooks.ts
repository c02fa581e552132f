import { EXAMPLES, exampleOf } from './examples.ts'
import {
  WEBHOOK_EVENT_TYPE_NAMES,
  WEBHOOK_EVENT_TYPES,
  webhookBodySchema,
  type WebhookEventType,
} from '../webhook-endpoints/event-types.ts'

const HEADERS = {
  'webhook-id': 'The same for each attempt: ignore a message that came before',
  'webhook-timestamp': 'When it was sent, in seconds since 1970: refuse one that is more than 300 away',
  'webhook-signature':
    '`v1,` and base64(HMAC-SHA256(secret, id.timestamp.body)); several are separated by spaces',
}

/** The messages that an account's webhook endpoints get (OpenAPI 3.1, `webhooks`). */
export function webhooksOf(tag: string) {
  return Object.fromEntries(WEBHOOK_EVENT_TYPE_NAMES.map((type) => [type, { post: operationOf(type, tag) }]))
}

function operationOf(type: WebhookEventType, tag: string) {
  return {
    operationId: `webhook.${type}`,
    tags: [tag],
    summary: type,
    description: WEBHOOK_EVENT_TYPES[type].description,
    security: [],
    parameters: Object.entries(HEADERS).map(([name, description]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: webhookBodySchema(type),
          ...exampleOf(EXAMPLES[`webhook.${type}`]?.request),
        },
      },
    },
    responses: {
      '2XX': { description: 'Received. Any other status is a failure, and the message is sent again' },
      '410': { description: 'The endpoint is gone: it is disabled' },
    },
  }
}
