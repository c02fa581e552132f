import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { firstMade, hasSeveralDates } from '../../../dates/several.ts'
import { listOccurrences, type OccurrenceRow } from '../../../dates/store.ts'
import { removeEvent, whyNotRemovable } from '../../../events/remove.ts'
import { editSettings } from '../../../events/settings/settings.ts'
import { editEvent } from '../../../events/update.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { queryOf } from '../../kit/request/query.ts'
import { readEventForm } from '../events/event-form.ts'
import { soldOf } from '../events/sold.ts'
import { loadManagedEvent, type ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { DeletePage } from './delete-page.tsx'
import { readSettingsForm, settingsForm } from './settings-form.ts'
import { SettingsPage } from './settings-page.tsx'

export function addSettingsRoutes(app: FastifyInstance, context: PageContext): void {
  const path = '/manage/event/:id/settings'
  app.get(path, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const done = queryOf(request, 'done')
    const isSeveral = (await firstOfSeveral(context, managed)) !== undefined
    const page = { managed, form: settingsForm(managed), hasSeveralDates: isSeveral, done }
    return sendPage(reply, <SettingsPage {...page} />)
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
  const first = await firstOfSeveral(context, managed)
  const wanted = readEventForm(form, event, first)
  const settings = readSettingsForm(form, managed)
  if (wanted === undefined || settings === undefined) {
    const page = { managed, form: form.state, hasSeveralDates: first !== undefined }
    return sendPage(reply, <SettingsPage {...page} />, 422)
  }
  await editSettings(context, who, { eventId: event.id, input: settings })
  // Last, because this sends the webhook: a receiver that reads the event back must get the new settings too.
  await editEvent(context, who, { eventId: event.id, input: { ...wanted, currency: event.currency } })
  return seeOther(reply, managePath(event.id, '/settings?done=saved'))
}

/** Of an event of several dates the one that would move when the event is saved: its times stay. */
async function firstOfSeveral(
  { db }: PageContext,
  { event, hasDates }: ManagedEvent,
): Promise<OccurrenceRow | undefined> {
  if (!hasDates) return undefined
  const dates = await listOccurrences(db, [event.id])
  return hasSeveralDates(event, dates) ? firstMade(dates) : undefined
}
