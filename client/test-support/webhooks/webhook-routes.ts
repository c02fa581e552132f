import {
  API_ROUTES,
  type DeliveryAttempt,
  ServiceError,
  type WebhookEndpoint,
  type WebhookMessage,
} from '@tuvens/contract'
import { member, route, type StandInRoute } from '../route.ts'
import type { StandInWorld, StoredUser } from '../world.ts'

export const STAND_IN_SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
const MESSAGE: WebhookMessage = {
  id: `msg_${'a'.repeat(32)}`,
  type: 'ticketing.status_changed',
  event_id: '1',
  created_at: '2030-06-01T18:00:00.000Z',
  state: 'failed',
  attempts: 10,
  next_attempt_at: null,
}
const ATTEMPT: DeliveryAttempt = {
  at: '2030-06-01T18:00:01.000Z',
  outcome: 'refused',
  status: 500,
  duration_ms: 12,
  response: '<b>Not today</b>',
}

/** The routes about webhook endpoints. */
export function webhookRoutes(world: StandInWorld): StandInRoute[] {
  const { endpoints } = world
  const existing = (user: StoredUser | null, account: string, id: string): WebhookEndpoint => {
    requireManager(user, account)
    const found = endpoints.find((each) => each.id === id)
    if (found === undefined) throw new ServiceError('ENDPOINT_NOT_FOUND')
    return found
  }
  return [
    route(API_ROUTES.listWebhookEndpoints, ({ user, id }) => {
      requireManager(user, id)
      return { endpoints }
    }),
    route(API_ROUTES.createWebhookEndpoint, ({ user, id, body }) => {
      requireManager(user, id)
      const endpoint = { ...endpointOf(String(endpoints.length + 1)), ...body }
      if (endpoint.url.includes('10.0.0.1'))
        throw new ServiceError('ENDPOINT_ADDRESS', {
          details: [{ field: 'url', message: 'Use an address that can be reached from the Internet' }],
        })
      endpoints.push(endpoint)
      return { endpoint, secret: STAND_IN_SECRET }
    }),
    route(API_ROUTES.readWebhookEndpoint, ({ user, id, second }) => existing(user, id, second)),
    route(API_ROUTES.updateWebhookEndpoint, ({ user, id, second, body }) => {
      const endpoint = Object.assign(existing(user, id, second), body)
      const isDisabled = body['is_enabled'] === false
      if ('is_enabled' in body)
        Object.assign(endpoint, {
          disabled_at: isDisabled ? '2030-06-01T18:00:00.000Z' : null,
          disabled_reason: isDisabled ? 'person' : null,
        })
      return endpoint
    }),
    route(API_ROUTES.deleteWebhookEndpoint, ({ user, id, second }) => {
      endpoints.splice(endpoints.indexOf(existing(user, id, second)), 1)
    }),
    route(API_ROUTES.rotateSigningSecret, ({ user, id, second }) => ({
      endpoint: existing(user, id, second),
      secret: STAND_IN_SECRET,
    })),
    route(API_ROUTES.testWebhookEndpoint, ({ user, id, second }) => {
      existing(user, id, second)
      return { message_id: MESSAGE.id }
    }),
    route(API_ROUTES.listWebhookMessages, ({ user, id, second }) => {
      existing(user, id, second)
      return { messages: [MESSAGE], next: null }
    }),
    route(API_ROUTES.replayWebhookMessages, ({ user, id, second }) => {
      existing(user, id, second)
      return { replayed: 3 }
    }),
    route(API_ROUTES.readWebhookMessage, ({ user, id, second }) => {
      existing(user, id, second)
      return { message: MESSAGE, body: '{"type":"ticketing.status_changed"}', attempts: [ATTEMPT] }
    }),
    route(API_ROUTES.replayWebhookMessage, ({ user, id, second }) => void existing(user, id, second)),
  ]
}

export function endpointOf(id: string): WebhookEndpoint {
  return {
    id,
    url: 'https://hooks.example.com/tuvens',
    description: 'Box office',
    event_types: [],
    created_at: '2030-06-01T18:00:00.000Z',
    disabled_at: null,
    disabled_reason: null,
    failing_since: null,
    old_secret_expires_at: null,
    waiting: 0,
  }
}

function requireManager(user: StoredUser | null, account: string): void {
  const own = member(user).accounts.find((each) => String(each.account_id) === account)
  if (own === undefined) throw new ServiceError('NOT_A_MEMBER')
  if (!own.permissions.includes('manage_members')) throw new ServiceError('PERMISSION_DENIED')
}
