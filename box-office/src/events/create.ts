import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { findOrganizer, type OrganizerRow } from '../organizers/store.ts'
import { insertCategory } from '../catalogue/store.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import {
  EVENT_CATEGORIES,
  readAttributes,
  readCurrency,
  readDates,
  readDescription,
  readTimezone,
  readTitle,
} from './input.ts'
import { writtenShape } from './dates/dated-shape.ts'
import { type EventRow, insertEvent, type NewEvent } from './store.ts'

const TYPES = ['SINGLE', 'RECURRING'] as const

/** Creates a draft with one product category. */
export async function createEvent(
  context: DeliveryContext,
  principal: Principal,
  input: unknown,
): Promise<EventRow> {
  const wanted = await readEvent(context, principal, input)
  return changeWithWebhooks(context, wanted.organizer_id, async (tx, sendWebhooks) => {
    const [event] = await insertEvent(tx, wanted)
    if (event === undefined) throw missing('Organizer', wanted.organizer_id)
    await insertCategory(tx, firstCategoryOf(event.id))
    await sendWebhooks('event.created', writtenShape(context, event))
    return event
  })
}

export const firstCategoryOf = (event_id: number) => ({
  event_id,
  name: 'Tickets',
  description: null,
  is_hidden: false,
  no_products_message: 'There are no tickets available for this event',
})

async function readEvent(
  context: DeliveryContext,
  { accountId }: Principal,
  input: unknown,
): Promise<NewEvent> {
  const fields = new Fields(input)
  // Hi.Events sends this message twice, with and without a full stop.
  if ((fields.raw('title') ?? '') === '') fields.refuse('title', 'The title field is required')
  const title = readTitle(fields)
  const organizer = await readOrganizerOf(context, accountId, fields)
  const timezone = readTimezone(fields, organizer?.timezone ?? 'UTC')
  const event = {
    account_id: accountId,
    title,
    description: readDescription(fields),
    category: fields.optionalChoice('category', EVENT_CATEGORIES) ?? 'OTHER',
    type: context.config.shape === 'next' ? (fields.optionalChoice('type', TYPES) ?? 'SINGLE') : 'SINGLE',
    currency: readCurrency(fields, organizer?.currency ?? 'USD'),
    timezone,
    ...readDates(fields, timezone),
    attributes: readAttributes(fields),
    settings: {},
    organizer_id: fields.integer('organizer_id', { min: 1, max: 2 ** 31 - 1 }),
  }
  if (organizer === undefined && event.organizer_id > 0)
    fields.refuse('organizer_id', 'The selected organizer id is invalid.')
  if (fields.has('location_details'))
    fields.refuse('location_details', 'The location is a setting of an event: set it once the event exists.')
  fields.done()
  return event
}

async function readOrganizerOf(
  context: DeliveryContext,
  accountId: number,
  fields: Fields,
): Promise<OrganizerRow | undefined> {
  const id = Number(fields.raw('organizer_id'))
  if (!Number.isInteger(id) || id < 1 || id >= 2 ** 31) return undefined
  return findOrganizer(context.db, { accountId, id })
}
