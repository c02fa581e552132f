import formbody from '@fastify/formbody'
import { TICKET_ORIGIN_ROUTES } from '@tuvens/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { sendPage } from '../web/send-page.ts'
import { answerOrder } from './answer-order.ts'
import { readVisit } from './visit.ts'
import { showPicker } from './show.ts'
import { readSelection } from './selection.ts'

const { picker, pickerOrder } = TICKET_ORIGIN_ROUTES

/** The ticket picker: a page that sells from any frame, without cookies, storage or script (spec 2.7). */
export function pickerRoutes(app: FastifyInstance, ctx: Context): void {
  void app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: 64 * 1024 })

    scope.get(picker.path, async (request, reply) => {
      const visit = readVisit(ctx, request)
      const selection = readSelection(request.query)
      const { page, status } = await showPicker(ctx, visit, { selection })
      return sendPage({ request, reply }, page, { status, cacheControl: 'no-cache' })
    })

    scope.post(pickerOrder.path, async (request: FastifyRequest, reply) =>
      answerOrder(ctx, { request, reply }),
    )
  })
}
