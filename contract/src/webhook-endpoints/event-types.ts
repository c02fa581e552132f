import { Type, type Static, type TSchema } from 'typebox'
import { TicketingFields } from '../events.ts'
import { Id, Instant, IntId, Nullable } from '../ids.ts'
import { SalesStatus } from '../ticketing.ts'

/** An event's ticketing after the change, with the fields that the API itself sends. */
const changed = { account_id: IntId, event_id: Id, ...TicketingFields.properties }

/**
 * What a webhook message tells, by its type. A field may be added to a version; what would break a receiver is a new
 * version of the type.
 */
export const WEBHOOK_EVENT_TYPES = {
  'link.created': {
    version: 1,
    description: 'An event was linked to an event of the ticket system: its tickets are being prepared',
    data: Type.Object(changed),
  },
  'link.removed': {
    version: 1,
    description: 'An event was unlinked from the ticket system: it has no tickets any more',
    data: Type.Object({ ...changed, previous_hi_events_event_id: IntId }),
  },
  'ticketing.status_changed': {
    version: 1,
    description: 'Tickets of an event went on sale, were paused, or ended',
    data: Type.Object(changed),
  },
  'sales.status_changed': {
    version: 1,
    description: 'Tickets on sale became scarce, sold out, or available again. Null: sales are open',
    data: Type.Object({ ...changed, sales_status: Nullable(SalesStatus) }),
  },
  'endpoint.test': {
    version: 1,
    description: 'Somebody sent a test message to this endpoint. It is sent whatever the endpoint chose',
    data: Type.Object({ account_id: IntId, endpoint_id: Id }),
  },
} as const satisfies Record<string, { version: number; description: string; data: TSchema }>

/** The type of a webhook message. */
export type WebhookEventType = keyof typeof WEBHOOK_EVENT_TYPES
/** What the messages of one type carry. */
export type WebhookData<T extends WebhookEventType> = Static<(typeof WEBHOOK_EVENT_TYPES)[T]['data']>

/** All types. */
export const WEBHOOK_EVENT_TYPE_NAMES = Object.keys(WEBHOOK_EVENT_TYPES) as WebhookEventType[]
/** The types that an endpoint can choose. */
export const CHOSEN_EVENT_TYPES = WEBHOOK_EVENT_TYPE_NAMES.filter((type) => type !== 'endpoint.test')

/** The body of a webhook message of one type (Standard Webhooks 1.0). */
export function webhookBodySchema<T extends WebhookEventType>(type: T) {
  const { version, description, data } = WEBHOOK_EVENT_TYPES[type]
  return Type.Object(
    {
      type: Type.Literal(type),
      /** Of the schema of `data`. */
      version: Type.Literal(version),
      /** When the change was stored. A message that is sent again keeps it. */
      timestamp: Instant,
      data,
    },
    { title: `${type} v${version}`, description },
  )
}

/** Response of `listWebhookEventTypes`. */
export const WebhookEventTypeList = Type.Object({
  event_types: Type.Array(
    Type.Object({
      type: Type.String(),
      version: Type.Integer(),
      description: Type.String(),
      /** JSON Schema (draft 2020-12) of the body of a message. */
      schema: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})
/** The types of messages, each with its schema. */
export type WebhookEventTypeList = Static<typeof WebhookEventTypeList>
