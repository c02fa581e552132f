import { Type, type Static } from 'typebox'
import { HttpUrl, Id, Instant, Nullable, STRICT, Text } from '../ids.ts'
import { CHOSEN_EVENT_TYPES, WEBHOOK_EVENT_TYPE_NAMES } from './event-types.ts'

/** Endpoints of one account. */
export const MAX_WEBHOOK_ENDPOINTS = 20
/** Hours for which the signing secret before a rotation signs, too. */
export const ROTATION_HOURS = 24
/** Messages that one call sends again. */
export const MAX_REPLAYED_MESSAGES = 10_000

/** The id of a webhook message, as the header `webhook-id` carries it: the same for each attempt. */
export const WebhookMessageId = Type.String({ pattern: '^msg_[0-9a-f]{32}$' })

/** The webhook endpoint of an account in a path. */
export const EndpointParams = Type.Object({ account_id: Id, endpoint_id: Id }, STRICT)
/** A webhook message in a path. */
export const MessageParams = Type.Object(
  { account_id: Id, endpoint_id: Id, message_id: WebhookMessageId },
  STRICT,
)

const chosen = Type.Array(Type.Enum([...CHOSEN_EVENT_TYPES]), {
  maxItems: CHOSEN_EVENT_TYPES.length,
  uniqueItems: true,
  description: 'the types that are sent; empty: all of them, also those that are added later',
})

/** Body of `createWebhookEndpoint`. */
export const CreateEndpointRequest = Type.Object(
  { url: HttpUrl, description: Type.Optional(Text(200)), event_types: Type.Optional(chosen) },
  STRICT,
)
/** A webhook endpoint to be created. */
export type CreateEndpointRequest = Static<typeof CreateEndpointRequest>

/** Body of `updateWebhookEndpoint`. `is_enabled` ends or starts its messages; those that waited go on. */
export const UpdateEndpointRequest = Type.Object(
  {
    url: Type.Optional(HttpUrl),
    description: Type.Optional(Text(200)),
    event_types: Type.Optional(chosen),
    is_enabled: Type.Optional(Type.Boolean()),
  },
  { ...STRICT, minProperties: 1 },
)
/** What to change of a webhook endpoint. */
export type UpdateEndpointRequest = Static<typeof UpdateEndpointRequest>

/** Why an endpoint gets no messages: a person ended them, it answered 410, it failed for days, or too many waited. */
export const DISABLED_REASONS = ['person', 'gone', 'failing', 'overflow'] as const
/** One of {@link DISABLED_REASONS}. */
export type DisabledReason = (typeof DISABLED_REASONS)[number]

/** A webhook endpoint, as its account reads it. Its signing secret is never returned again. */
export const WebhookEndpoint = Type.Object({
  id: Id,
  url: Type.String(),
  description: Type.String(),
  event_types: Type.Array(Type.String()),
  created_at: Instant,
  disabled_at: Nullable(Instant),
  disabled_reason: Nullable(Type.Enum([...DISABLED_REASONS])),
  /** Since when every attempt failed; null when the last one did not. */
  failing_since: Nullable(Instant),
  /** Until then the signing secret before the last rotation signs, too. */
  old_secret_expires_at: Nullable(Instant),
  /** Messages that are to be sent; at most 10000 are counted. */
  waiting: Type.Integer(),
})
/** A webhook endpoint as the event site reads it. */
export type WebhookEndpoint = Static<typeof WebhookEndpoint>

/** Response of `listWebhookEndpoints`, the oldest first. */
export const WebhookEndpoints = Type.Object({ endpoints: Type.Array(WebhookEndpoint) })

/** Response of `createWebhookEndpoint` and `rotateSigningSecret`: the only ones that show the signing secret. */
export const EndpointSecret = Type.Object({
  endpoint: WebhookEndpoint,
  secret: Type.String({ description: '`whsec_` and 32 random bytes in base64 (Standard Webhooks)' }),
})
/** A signing secret, shown once. */
export type EndpointSecret = Static<typeof EndpointSecret>

/** `waiting`: an attempt is to come; `failed`: none will, unless it is sent again. */
export const MESSAGE_STATES = ['waiting', 'delivered', 'failed'] as const
/** One of {@link MESSAGE_STATES}. */
export type MessageState = (typeof MESSAGE_STATES)[number]

/** One message of a webhook endpoint. */
export const WebhookMessage = Type.Object({
  id: WebhookMessageId,
  type: Type.Enum([...WEBHOOK_EVENT_TYPE_NAMES]),
  event_id: Nullable(Id),
  created_at: Instant,
  state: Type.Enum([...MESSAGE_STATES]),
  attempts: Type.Integer(),
  /** When the next attempt is due, of a message that waits. */
  next_attempt_at: Nullable(Instant),
})
/** One message as the event site lists it. */
export type WebhookMessage = Static<typeof WebhookMessage>

/** Query of `listWebhookMessages`: `before` is the `next` of the page before. */
export const MessagesQuery = Type.Object(
  { before: Type.Optional(Id), state: Type.Optional(Type.Enum([...MESSAGE_STATES])) },
  STRICT,
)
/** Which page of messages. */
export type MessagesQuery = Static<typeof MessagesQuery>

/** Response of `listWebhookMessages`, the newest first. `next` is null on the last page. */
export const WebhookMessages = Type.Object({ messages: Type.Array(WebhookMessage), next: Nullable(Id) })

/**
 * How one attempt ended: a 2xx (`ok`), another status (`refused`), a redirect, no response in time, no connection, or an
 * address that is not public (`blocked`).
 */
export const ATTEMPT_OUTCOMES = [
  'ok',
  'refused',
  'redirected',
  'timed_out',
  'unreachable',
  'blocked',
] as const
/** One of {@link ATTEMPT_OUTCOMES}. */
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

/** One delivery attempt. `response` is the beginning of what the receiver sent, without what looks like a secret. */
export const DeliveryAttempt = Type.Object({
  at: Instant,
  outcome: Type.Enum([...ATTEMPT_OUTCOMES]),
  status: Nullable(Type.Integer()),
  duration_ms: Type.Integer(),
  response: Nullable(Type.String()),
})
/** One delivery attempt as the event site shows it. */
export type DeliveryAttempt = Static<typeof DeliveryAttempt>

/** Response of `readWebhookMessage`: the body as it is sent, and its attempts, the newest first. */
export const MessageDetails = Type.Object({
  message: WebhookMessage,
  body: Type.String(),
  attempts: Type.Array(DeliveryAttempt),
})
/** A message with its attempts. */
export type MessageDetails = Static<typeof MessageDetails>

/** Body of `replayWebhookMessages`: those created in this window, which failed, or all of them. */
export const ReplayMessagesRequest = Type.Object(
  { from: Instant, to: Instant, only: Type.Enum(['failed', 'all']) },
  STRICT,
)
/** Which messages to send again. */
export type ReplayMessagesRequest = Static<typeof ReplayMessagesRequest>
/** Response of `replayWebhookMessages`: how many are sent again; at most {@link MAX_REPLAYED_MESSAGES}, the oldest first. */
export const ReplayedMessages = Type.Object({ replayed: Type.Integer() })
/** Response of `testWebhookEndpoint`: the message that is sent. */
export const TestMessage = Type.Object({ message_id: WebhookMessageId })
