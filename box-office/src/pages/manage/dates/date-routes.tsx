import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addDate, cancelDate, changeDate } from '../../../events/dates/change-dates.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import { formOf } from '../../kit/form/form-state.ts'
import { type RefusalMapper, submitForm } from '../../kit/form/submit-form.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { paramOf } from '../../kit/request/query.ts'
import { loadManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { CancelDatePage } from './cancel-date-page.tsx'
import { readDateForm, valuesOfDate } from './date-form.ts'
import { DatePage } from './date-page.tsx'
import { dateIdOf, readDate } from './read-date.ts'
import { addRemoveDateRoutes } from './remove-routes.tsx'

const PATH = '/manage/event/:id/dates'
const FIELDS: Record<string, string> = { start_date: 'start', end_date: 'end', capacity: 'places' }
const toField: RefusalMapper = (field, message) => ({ field: FIELDS[field] ?? field, message })

/** Single dates of an event: added, changed, cancelled and removed. */
export function addSingleDateRoutes(app: FastifyInstance, context: PageContext): void {
  addChangeRoutes(app, context)
  addRemoveDateRoutes(app, context)
  app.get(`${PATH}/:date/cancel`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const date = await readDate(context, request, managed.event.id)
    return sendPage(reply, <CancelDatePage managed={managed} date={date} />)
  })
  app.post(`${PATH}/:date/cancel`, async (request, reply) => {
    const { who, event } = await loadManagedEvent(context, request)
    await cancelDate(context, who, { eventId: event.id, occurrenceId: dateIdOf(request) })
    return seeOther(reply, managePath(event.id, '/dates'))
  })
}

function addChangeRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(`${PATH}/:date`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const date = isNew(request) ? null : await readDate(context, request, managed.event.id)
    const values = date === null ? {} : valuesOfDate(date, managed.event.timezone)
    return sendPage(reply, <DatePage managed={managed} date={date} form={formOf(values)} />)
  })
  app.post(`${PATH}/:date`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const { who, event } = managed
    const date = isNew(request) ? null : await readDate(context, request, event.id)
    const form = new FormReader(request.body)
    const input = readDateForm(form, event.timezone)
    const write = () =>
      date === null
        ? addDate(context, who, { eventId: event.id, input })
        : changeDate(context, who, { eventId: event.id, occurrenceId: date.id, input })
    if (await submitForm(form, write, toField)) return seeOther(reply, managePath(event.id, '/dates'))
    return sendPage(reply, <DatePage managed={managed} date={date} form={form.state} />, 422)
  })
}

const isNew = (request: FastifyRequest) => paramOf(request, 'date') === 'new'
