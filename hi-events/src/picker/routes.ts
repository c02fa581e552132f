import formbody from '@fastify/formbody'
import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import type { FastifyInstance } from 'fastify'
import type { PickerContext } from './context.ts'
import { joinWaitingList } from './join-waiting-list.ts'
import { addRoute } from '@tuvens/platform/http/route'
import { confirmOrder } from './embedded/confirm-order.ts'
import { eventIdOf } from './picker-request.ts'
import { placeOrder } from './place-order.ts'
import { showEmbeddedEvent } from './embedded/show-embedded-event.ts'
import { showWidget } from './show-widget.ts'

const { picker, pickerOrder, pickerWaitingList, embeddedEvent, embeddedOrder } = TICKET_ORIGIN_ROUTES

/** The ticket picker: a page that sells in any frame, without cookies or storage; its script is optional (spec 2.7). */
export function addPickerRoutes(app: FastifyInstance, context: PickerContext): void {
  addRoute(app, embeddedOrder, [], (call) => confirmOrder(context, call))
  void app.register(async (scope) => {
    // Any other content type is refused before its body is read.
    scope.removeAllContentTypeParsers()
    await scope.register(formbody, { bodyLimit: 64 * 1024 })

    scope.get(embeddedEvent.path, async (request, reply) => showEmbeddedEvent(context, { request, reply }))
    scope.get(picker.path, async (request, reply) => showWidget(context, { request, reply }))
    scope.post(pickerOrder.path, async (request, reply) => placeOrder(context, { request, reply }))
    scope.post(pickerWaitingList.path, async (request, reply) => joinWaitingList(context, { request, reply }))

    // A form's result has the form's address: opened again or shared, it leads back to the picker.
    for (const { path } of [pickerOrder, pickerWaitingList])
      scope.get(path, async (request, reply) => reply.redirect(`/embed/${eventIdOf(request) ?? 0}`, 303))
  })
}
