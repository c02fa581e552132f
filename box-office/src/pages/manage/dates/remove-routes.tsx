import type { FastifyInstance } from 'fastify'
import { hasOrders } from '../../../dates/store.ts'
import { deleteDate } from '../../../events/dates/change-dates.ts'
import { Refusal } from '../../../refusal.ts'
import type { PageContext } from '../../kit/context.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { readDate } from './read-date.ts'
import { RemoveDatePage } from './remove-date-page.tsx'

const PATH = '/manage/event/:id/dates/:date/remove'

/** Removes a date that nobody has ordered. */
export function addRemoveDateRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(PATH, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const date = await readDate(context, request, managed.event.id)
    const page = { managed, date, hasOrders: await hasOrders(context.db, date.id) }
    return sendPage(reply, <RemoveDatePage {...page} />)
  })
  app.post(PATH, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const { who, event } = managed
    const date = await readDate(context, request, event.id)
    try {
      await deleteDate(context, who, { eventId: event.id, occurrenceId: date.id })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error
      return sendPage(reply, <RemoveDatePage managed={managed} date={date} hasOrders />, 422)
    }
    return seeOther(reply, managePath(event.id, '/dates?done=date-removed'))
  })
}
