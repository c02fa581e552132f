import { DeliveriesQuery, ReplaySelection, TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import { callOf } from '@tuvens/platform/http/route'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { audited } from '../audit-act.ts'
import type { OperatorContext } from '../context.ts'
import { addAct, addPage } from '../web/routes.ts'
import { deliveryPage } from './delivery-page.tsx'
import { readDelivery } from './details.ts'
import { deadLettersPage, deliveriesPage, pathOfDelivery } from './list-page.tsx'
import { replay } from './replay.ts'
import { searchDeliveries } from './search.ts'
import { findAccountOfEvent } from './store.ts'
import { orRefuse } from './ticket-origin.ts'

/** A page may tell how many deliveries were replayed just before; numbers only, so that no link can put words here. */
const Done = {
  replayed: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}$' })),
  read: Type.Optional(Type.Literal('1')),
}
const STRICT = { additionalProperties: false } as const

const Search = Type.Object({ ...DeliveriesQuery.properties, ...Done }, STRICT)
const DeadLetters = Type.Object({ before: DeliveriesQuery.properties.before, ...Done }, STRICT)
const One = Type.Object(
  { kind: Type.String({ maxLength: 12 }), id: Type.String({ maxLength: 36 }), ...Done },
  STRICT,
)
const Event = Type.Object({ event_id: Type.Index(ReplaySelection, ['event_id']) }, STRICT)

export function addDeliveryRoutes(app: FastifyInstance, context: OperatorContext): void {
  addPage(app, {
    path: '/deliveries',
    query: Search,
    read: ({ query }) => searchDeliveries(context, searchOf(query)),
    page: (found, { query }) => deliveriesPage(found, searchOf(query), wordsOf(query)),
  })
  addPage(app, {
    path: '/dead-letters',
    query: DeadLetters,
    read: ({ query: { before } }) =>
      searchDeliveries(context, { state: 'dead_letter', ...(before !== undefined && { before }) }),
    page: (found, { query }) => deadLettersPage(found, wordsOf(query)),
  })
  addPage(app, {
    path: '/deliveries/:kind/:id',
    query: One,
    read: ({ query: { kind, id } }) => readDelivery(context, kind, id),
    page: (found, { query }) => deliveryPage(found, wordsOf(query)),
  })
  addAct(app, {
    path: '/replay',
    body: ReplaySelection,
    act: ({ body, request }) => replay(context, body, request),
    next: ({ total }, { ids, event_id }) => `${nextPathOf(ids, event_id)}replayed=${total}`,
  })
  addAct(app, {
    path: '/reread',
    body: Event,
    act: async ({ body: { event_id: eventId = '' }, request, operator }) => {
      const act = { operation: 'operator-reread', eventId, note: `event ${eventId}`, request }
      const about = { accountId: await findAccountOfEvent(context.db, eventId) }
      return audited(context, act, async () => {
        const body = { operator, event_id: eventId }
        await orRefuse(context.ticketOrigin.call(callOf(TICKET_ORIGIN_ROUTES.operatorReread, { body })))
        return { result: { ok: true }, note: `event ${eventId}`, about }
      })
    },
    next: (_result, { event_id }) => `/deliveries?event_id=${event_id}&read=1`,
  })
}

function searchOf(query: Static<typeof Search>): DeliveriesQuery {
  const { replayed: _, read: __, ...search } = query
  return search
}

function nextPathOf(ids: string | undefined, eventId: string | undefined): string {
  const [kind, id] = ids?.split(':') ?? []
  if (kind !== undefined && id !== undefined && !id.includes(',')) return `${pathOfDelivery({ kind, id })}?`
  return eventId === undefined ? '/dead-letters?' : `/deliveries?event_id=${eventId}&`
}

function wordsOf({ replayed, read }: { replayed?: string | undefined; read?: string | undefined }) {
  if (read !== undefined)
    return 'The event is read in the ticket system now. Reload this page to see the result.'
  if (replayed === undefined) return undefined
  if (replayed === '0') return 'Nothing had to be replayed: what this search finds is under way already.'
  return replayed === '1' ? 'One delivery is sent again.' : `${replayed} deliveries are sent again.`
}
