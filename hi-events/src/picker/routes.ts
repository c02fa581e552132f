import formbody from '@fastify/formbody'
import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import type { PickerContext as Context } from './context.ts'
import { sendPage } from '../web/send-page.ts'
import { answerOrder } from './place-order.ts'
import { joinWaitingList } from './join-waiting-list.ts'
import { readSelection } from './form/selection.ts'
import { showPicker } from './show-picker.ts'
import { readVisit } from './picker-request.ts'

const { picker, pickerOrder, pickerWaitingList } = TICKET_ORIGIN_ROUTES

/** The ticket picker: a page that sells from any frame, without cookies, storage or script (spec 2.7). */
export function addPickerRoutes(app: FastifyInstance, context: Context): void {
  void app.register(async (scope) => {
    // Forms and nothing else: what is not one is refused before it is read.
    scope.removeAllContentTypeParsers()
    await scope.register(formbody, { bodyLimit: 64 * 1024 })

    scope.get(picker.path, async (request, reply) => {
      const visit = readVisit(context, request)
      const { page, status } = await showPicker(context, visit, { selection: readSelection(request.query) })
      return sendPage({ request, reply }, page, { status, cacheControl: 'no-cache' })
    })
    scope.post(pickerOrder.path, async (request, reply) => answerOrder(context, { request, reply }))
    scope.post(pickerWaitingList.path, async (request, reply) => joinWaitingList(context, { request, reply }))

    // Where a form's answer stood: its address typed or shared leads back to the tickets.
    for (const { path } of [pickerOrder, pickerWaitingList])
      scope.get(path, async (request, reply) =>
        reply.redirect(`/embed/${readVisit(context, request).eventId ?? 0}`, 303),
      )
  })
}
