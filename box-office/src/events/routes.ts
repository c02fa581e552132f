import { imagesOf } from './cover/shape.ts'
import { pathOf } from '@tuvens/platform/http/path'
import { organizerShape } from '../organizers/shape.ts'
import { readCatalogue } from '../catalogue/read.ts'
import { catalogueShape } from '../catalogue/shape.ts'
import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { type Api, eventOf } from '../rest/api.ts'
import { withDates, writtenShape } from './dates/dated-shape.ts'
import { pageEnvelope, readPage } from '../rest/page.ts'
import { changeEventStatus } from './change-status.ts'
import { createEvent } from './create.ts'
import { duplicateEvent } from './duplicate.ts'
import { EVENT_PAGES, listAccountEvents, listedEventShape } from './list.ts'
import { requireEvent, requireEventWithOrganizer } from './read.ts'
import { removeEvent, whyNotRemovable } from './remove.ts'
import { editSettings } from './settings/settings.ts'
import { settingsOf } from './settings/settings-shape.ts'
import { attributesOf, eventCore } from './shape.ts'
import type { EventRow } from './store.ts'
import { editEvent } from './update.ts'

export function addEventRoutes(api: Api, context: DeliveryContext): void {
  addEventCrudRoutes(api, context)
  addSettingsRoutes(api, context)
}

function addEventCrudRoutes({ member }: Api, context: DeliveryContext): void {
  const shape = (event: EventRow) => ({ data: writtenShape(context, event) })
  member('POST', '/events', async ({ principal, body }) => shape(await createEvent(context, principal, body)))
  member('GET', '/events', async ({ principal, query, request }) => {
    const page = readPage(query, EVENT_PAGES)
    const { rows, total } = await listAccountEvents(context, principal, { page })
    const now = context.clock.now()
    const shaped = await withDates(
      context,
      rows.map((each) => ({ event: each.event, shape: listedEventShape(each, now) })),
    )
    const path = context.config.publicUrl + pathOf(request.url)
    return pageEnvelope({ rows: shaped, total }, page, { path, rules: EVENT_PAGES })
  })
  member('GET', '/events/:id', async ({ principal, ...call }) => ({
    data: await eventDetail(context, principal, eventOf(call)),
  }))
  member('PUT', '/events/:id', async ({ principal, body, ...call }) =>
    shape(await editEvent(context, principal, { eventId: eventOf(call), input: body })),
  )
  member('PUT', '/events/:id/status', async ({ principal, body, ...call }) =>
    shape(await changeEventStatus(context, principal, { eventId: eventOf(call), input: body })),
  )
  member('POST', '/events/:id/duplicate', async ({ principal, body, ...call }) => {
    const copy = await duplicateEvent(context, principal, { eventId: eventOf(call), input: body })
    const { event, organizer } = await requireEventWithOrganizer(context, principal, copy.id)
    const detail: Record<string, unknown> = await eventDetail(context, principal, event.id)
    const { organizer: _, ...copied } = detail
    return { data: { ...copied, settings: settingsOf(event, organizer) } }
  })
  member('GET', '/events/:id/deletion-status', async ({ principal, ...call }) => {
    const { id } = await requireEvent(context, principal, eventOf(call))
    const reason = await whyNotRemovable(context, id)
    return { data: { can_delete: reason === null, reason } }
  })
  member('DELETE', '/events/:id', async ({ principal, reply, ...call }) => {
    await removeEvent(context, principal, eventOf(call))
    return reply.code(204).send()
  })
}

function addSettingsRoutes({ member }: Api, context: DeliveryContext): void {
  member('GET', '/events/:id/settings', async ({ principal, ...call }) => {
    const { event, organizer } = await requireEventWithOrganizer(context, principal, eventOf(call))
    return { data: settingsOf(event, organizer) }
  })
  for (const method of ['PATCH', 'PUT'] as const) {
    member(method, '/events/:id/settings', async ({ principal, body, ...call }) => {
      const event = await editSettings(context, principal, { eventId: eventOf(call), input: body })
      const { organizer } = await requireEventWithOrganizer(context, principal, event.id)
      return { data: settingsOf(event, organizer) }
    })
  }
}

async function eventDetail(context: DeliveryContext, principal: Principal, id: number) {
  const { event, organizer } = await requireEventWithOrganizer(context, principal, id)
  const now = context.clock.now()
  const categories = await readCatalogue(context.db, [id])
  const shape = {
    ...eventCore(event, now),
    product_categories: categories.map((each) => catalogueShape(each, now)),
    ...attributesOf(event),
    images: imagesOf(event),
    organizer: organizerShape(organizer),
    // Hi.Events has no such field: there the organiser writes to ticket holders.
    tells_ticket_holders: true,
  }
  const [dated = shape] = await withDates(context, [{ event, shape }])
  return dated
}
