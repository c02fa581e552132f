import { AccountParams } from '../people/team.ts'
import { MEMBER_ERRORS, ok, type Route, route, USER_ERRORS } from '../routes/route.ts'
import * as endpoints from './endpoints.ts'
import { WebhookEventTypeList } from './event-types.ts'

const NO_CONTENT = { status: 204 } as const
const ACCOUNT_ERRORS = ['VALIDATION_ERROR', ...USER_ERRORS, ...MEMBER_ERRORS] as const
const ENDPOINT_ERRORS = [...ACCOUNT_ERRORS, 'ENDPOINT_NOT_FOUND'] as const
const LIMITED = [...ENDPOINT_ERRORS, 'RATE_LIMITED'] as const
const ENDPOINT = '/api/accounts/:account_id/webhook-endpoints/:endpoint_id'

/** Webhooks out: endpoints of an account, their messages and delivery attempts. For people who may manage members. */
export const ENDPOINT_ROUTES = {
  listWebhookEventTypes: route(
    'GET /api/webhook-event-types',
    'The types of webhook messages, with schemas',
    {
      auth: 'none',
      success: ok(WebhookEventTypeList),
      errors: [],
    },
  ),
  listWebhookEndpoints: route(
    'GET /api/accounts/:account_id/webhook-endpoints',
    'The webhook endpoints of an account',
    { auth: 'user', params: AccountParams, success: ok(endpoints.WebhookEndpoints), errors: ACCOUNT_ERRORS },
  ),
  createWebhookEndpoint: route(
    'POST /api/accounts/:account_id/webhook-endpoints',
    'Create a webhook endpoint; its signing secret is shown this once',
    {
      auth: 'user',
      params: AccountParams,
      body: endpoints.CreateEndpointRequest,
      success: { status: 201, body: endpoints.EndpointSecret },
      errors: [...ACCOUNT_ERRORS, 'ENDPOINT_ADDRESS', 'BUSINESS_RULE', 'RATE_LIMITED'],
      limit: 'webhookEndpoints',
    },
  ),
  readWebhookEndpoint: route(`GET ${ENDPOINT}`, 'One webhook endpoint', {
    auth: 'user',
    params: endpoints.EndpointParams,
    success: ok(endpoints.WebhookEndpoint),
    errors: ENDPOINT_ERRORS,
  }),
  updateWebhookEndpoint: route(`PATCH ${ENDPOINT}`, 'Change, disable or enable a webhook endpoint', {
    auth: 'user',
    params: endpoints.EndpointParams,
    body: endpoints.UpdateEndpointRequest,
    success: ok(endpoints.WebhookEndpoint),
    errors: [...ENDPOINT_ERRORS, 'ENDPOINT_ADDRESS'],
  }),
  deleteWebhookEndpoint: route(`DELETE ${ENDPOINT}`, 'Delete an endpoint with its messages; idempotent', {
    auth: 'user',
    params: endpoints.EndpointParams,
    success: NO_CONTENT,
    errors: ACCOUNT_ERRORS,
  }),
  rotateSigningSecret: route(
    `POST ${ENDPOINT}/rotate`,
    'Make a new signing secret; the one before signs, too, for a day',
    {
      auth: 'user',
      params: endpoints.EndpointParams,
      success: ok(endpoints.EndpointSecret),
      errors: [...LIMITED, 'BUSINESS_RULE'],
      limit: 'webhookEndpoints',
    },
  ),
  testWebhookEndpoint: route(`POST ${ENDPOINT}/test`, 'Send a test message', {
    auth: 'user',
    params: endpoints.EndpointParams,
    success: ok(endpoints.TestMessage),
    errors: [...LIMITED, 'BUSINESS_RULE'],
    limit: 'webhookEndpoints',
  }),
  listWebhookMessages: route(`GET ${ENDPOINT}/messages`, 'The messages of an endpoint, the newest first', {
    auth: 'user',
    params: endpoints.EndpointParams,
    query: endpoints.MessagesQuery,
    success: ok(endpoints.WebhookMessages),
    errors: ENDPOINT_ERRORS,
  }),
  replayWebhookMessages: route(`POST ${ENDPOINT}/replay`, 'Send the messages of a window again', {
    auth: 'user',
    params: endpoints.EndpointParams,
    body: endpoints.ReplayMessagesRequest,
    success: ok(endpoints.ReplayedMessages),
    errors: [...LIMITED, 'BUSINESS_RULE'],
    limit: 'webhookEndpoints',
  }),
  readWebhookMessage: route(`GET ${ENDPOINT}/messages/:message_id`, 'A message with its delivery attempts', {
    auth: 'user',
    params: endpoints.MessageParams,
    success: ok(endpoints.MessageDetails),
    errors: ENDPOINT_ERRORS,
  }),
  replayWebhookMessage: route(`POST ${ENDPOINT}/messages/:message_id/replay`, 'Send one message again', {
    auth: 'user',
    params: endpoints.MessageParams,
    success: NO_CONTENT,
    errors: [...LIMITED, 'BUSINESS_RULE'],
    limit: 'webhookEndpoints',
  }),
} as const satisfies Record<string, Route>
