import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PublicEvent, readPublicEvent } from '../../public/event.ts'
import { idOf } from '../../rest/api.ts'
import type { PageContext } from '../kit/context.ts'
import { FormReader } from '../kit/form/form-reader.ts'
import { formOf } from '../kit/form/form-state.ts'
import { seeOther, sendPage } from '../kit/layout/send-page.ts'
import { paramOf, queryOf } from '../kit/request/query.ts'
import { readChoice } from './choice.ts'
import { EventPage } from './event-page.tsx'
import { findHeldOrder } from './held-order.tsx'
import { reserve } from './reserve.ts'
import { sendClosed } from './unpublished-page.tsx'

export function addShopRoutes(app: FastifyInstance, context: PageContext): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const code = queryOf(request, 'promo_code')
    const found = await readShop(context, request, { promoCode: code, date: queryOf(request, 'date') })
    if (found === null) return sendClosed(context, request, reply)
    const form = formOf(code === undefined ? {} : { promo_code: code })
    const refused = code !== undefined && code !== '' && found.promo === null
    const problems = refused ? [{ field: 'promo_code', message: INVALID_CODE }] : []
    const page = {
      found,
      form: { ...form, problems },
      now: context.clock.now(),
      done: queryOf(request, 'done'),
      held: await findHeldOrder(context, request, found.event.id),
    }
    return sendPage(reply, <EventPage {...page} />, refused ? 422 : 200)
  }
  app.get('/event/:id', show)
  app.get('/event/:id/:slug', show)
  app.post('/event/:id', async (request, reply) => order(context, request, reply))
}

const INVALID_CODE = 'This code does not count here. Check how it is written.'

async function readShop(
  context: PageContext,
  request: FastifyRequest,
  { promoCode, date }: { promoCode?: string | undefined; date?: string | undefined },
): Promise<PublicEvent | null> {
  const id = idOf(paramOf(request, 'id'), 'Event')
  const occurrenceId = /^\d{1,9}$/.test(date ?? '') ? Number(date) : 0
  return readPublicEvent(context, { id, bearer: request.bearer, promoCode, occurrenceId, viewer: request.ip })
}

async function order(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = new FormReader(request.body)
  const code = form.text('promo_code', { max: 100 })
  const wanted = { promoCode: code, date: form.text('date', { max: 20 }) }
  const found = await readShop(context, request, wanted)
  if (found === null) return sendClosed(context, request, reply)
  const now = context.clock.now()
  const held = await findHeldOrder(context, request, found.event.id)
  if (code !== '' && found.promo === null) form.refuse('promo_code', INVALID_CODE)
  if (form.values['action'] === 'apply-code')
    return sendPage(
      reply,
      <EventPage found={found} form={form.state} now={now} held={held} />,
      form.ok ? 200 : 422,
    )
  const products = readChoice(form, found)
  const place = form.ok ? await reserve(context, { form, found, products, code, address: request.ip }) : null
  if (place !== null) return seeOther(reply, place)
  // Read again: the refused ticket may be sold out now.
  const fresh = (await readShop(context, request, wanted)) ?? found
  return sendPage(reply, <EventPage found={fresh} form={form.state} now={now} held={held} />, 422)
}
