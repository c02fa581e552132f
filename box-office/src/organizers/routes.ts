import type { DeliveryContext } from '../deliveries/context.ts'
import { type Api, idOf } from '../rest/api.ts'
import { changeOrganizerStatus, createOrganizer, editOrganizer, requireOrganizer } from './manage.ts'
import { organizerShape } from './shape.ts'
import { listOrganizers, type OrganizerRow } from './store.ts'

export function addOrganizerRoutes({ member }: Api, context: DeliveryContext): void {
  member('POST', '/organizers', async ({ principal, body, reply }) => {
    const organizer = await createOrganizer(context, principal, body)
    reply.code(201)
    return { data: withImages(organizer) }
  })
  member('GET', '/organizers', async ({ principal }) => ({
    data: (await listOrganizers(context.db, principal.accountId)).map(withImages),
  }))
  member('GET', '/organizers/:id', async ({ principal, params }) => ({
    data: withImages(await requireOrganizer(context, principal, idOf(params['id'], 'Organizer'))),
  }))
  member('PUT', '/organizers/:id', async ({ principal, params, body }) => {
    const id = idOf(params['id'], 'Organizer')
    return { data: withImages(await editOrganizer(context, principal, { id, input: body })) }
  })
  member('PUT', '/organizers/:id/status', async ({ principal, params, body }) => {
    const id = idOf(params['id'], 'Organizer')
    return { data: organizerShape(await changeOrganizerStatus(context, principal, { id, input: body })) }
  })
}

function withImages(organizer: OrganizerRow) {
  return { ...organizerShape(organizer), images: [] }
}
