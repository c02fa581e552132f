import type { FastifyInstance } from 'fastify'
import { listOccurrences } from '../../../dates/store.ts'
import { generateDates } from '../../../events/dates/change-dates.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { formOf } from '../../kit/form/form-state.ts'
import { submitForm } from '../../kit/form/submit-form.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { queryOf } from '../../kit/request/query.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { addSingleDateRoutes } from './date-routes.tsx'
import { DatesPage } from './dates-page.tsx'
import { readWeekly, WEEKLY } from './weekly.ts'

const PATH = '/manage/event/:id/dates'

/** The dates of an event: made by a weekly rule, and added, changed, cancelled and removed one by one. */
export function addDatePageRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(PATH, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const dates = await listOccurrences(context.db, [managed.event.id])
    const page = { managed, dates, form: formOf(WEEKLY), done: queryOf(request, 'done') }
    return sendPage(reply, <DatesPage {...page} />)
  })
  app.post(PATH, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const { who, event } = managed
    const form = new FormReader(request.body)
    const input = { recurrence_rule: readWeekly(form) }
    const isMade = await submitForm(form, () => generateDates(context, who, { eventId: event.id, input }))
    if (isMade) return seeOther(reply, managePath(event.id, '/dates'))
    const dates = await listOccurrences(context.db, [event.id])
    return sendPage(reply, <DatesPage managed={managed} dates={dates} form={form.state} />, 422)
  })
  addSingleDateRoutes(app, context)
}
