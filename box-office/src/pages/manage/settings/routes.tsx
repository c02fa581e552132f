import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { removeEvent, whyNotRemovable } from '../../../events/remove.ts'
import { editSettings } from '../../../events/settings/settings.ts'
import { editEvent } from '../../../events/update.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { queryOf } from '../../kit/request/query.ts'
import { readEventForm } from '../events/event-form.ts'
import { soldOf } from '../events/sold.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { DeletePage } from './delete-page.tsx'
import { readSettingsForm, settingsForm } from './settings-form.ts'
import { SettingsPage } from './settings-page.tsx'

export function addSettingsRoutes(app: FastifyInstance, context: PageContext): void {
  const path = '/manage/event/:id/settings'
  app.get(path, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const done = queryOf(request, 'done')
    return sendPage(reply, <SettingsPage managed={managed} form={settingsForm(managed)} done={done} />)
  })
  app.post(path, async (request, reply) => saveSettings(context, request, reply))
  app.get('/manage/event/:id/delete', async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const reason = await whyNotRemovable(context, managed.event.id)
    const sold = await soldOf(context, managed.event)
    return sendPage(reply, <DeletePage managed={managed} sold={sold} reason={reason} />)
  })
  app.post('/manage/event/:id/delete', async (request, reply) => {
    const { event, who } = await loadManagedEvent(context, request)
    await removeEvent(context, who, event.id)
    return seeOther(reply, '/manage?done=deleted')
  })
}

async function saveSettings(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const managed = await loadManagedEvent(context, request)
  const { event, who } = managed
  const form = new FormReader(request.body)
  const wanted = readEventForm(form, event)
  const settings = readSettingsForm(form, managed)
  if (wanted === undefined || settings === undefined)
    return sendPage(reply, <SettingsPage managed={managed} form={form.state} done={undefined} />, 422)
  await editSettings(context, who, { eventId: event.id, input: settings })
  // Last, because this sends the webhook: a receiver that reads the event back must get the new settings too.
  await editEvent(context, who, { eventId: event.id, input: { ...wanted, currency: event.currency } })
  return seeOther(reply, managePath(event.id, '/settings?done=saved'))
}
