import { PHASES } from '@tuvens/design'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PageContext as Context } from '../kit/context.ts'
import { findAnyEvent } from '../../events/store.ts'
import { reserveOrder } from '../../orders/reserve.ts'
import { type PublicEvent, readPublicEvent } from '../../public/event.ts'
import { Refusal } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { FormReader, formOf } from '../kit/form.ts'
import { ProblemPage } from '../kit/problem.tsx'
import { paramOf, queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { EventPage } from './event-page.tsx'
import { quantityName } from './ticket-form.tsx'
import { readChoice } from './choice.ts'

export function addShopRoutes(app: FastifyInstance, context: Context): void {
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const code = queryOf(request, 'promo_code')
    const found = await readShop(context, request, code)
    if (found === null) return sendClosed(context, request, reply)
    const form = formOf(code === undefined ? {} : { promo_code: code })
    const refused = code !== undefined && code !== '' && found.promo === null
    const problems = refused ? [{ field: 'promo_code', message: INVALID_CODE }] : []
    const page = {
      found,
      form: { ...form, problems },
      now: context.clock.now(),
      done: queryOf(request, 'done'),
    }
    return sendPage(reply, <EventPage {...page} />, refused ? 422 : 200)
  }
  app.get('/event/:id', show)
  app.get('/event/:id/:slug', show)
  app.post('/event/:id', async (request, reply) => order(context, request, reply))
}

const INVALID_CODE = 'This code does not count here. Check how it is written.'

async function readShop(
  context: Context,
  request: FastifyRequest,
  promoCode?: string,
): Promise<PublicEvent | null> {
  const id = idOf(paramOf(request, 'id'), 'Event')
  return readPublicEvent(context, { id, bearer: request.bearer, promoCode, viewer: request.ip })
}

async function order(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const form = new FormReader(request.body)
  const code = form.text('promo_code', { max: 100 })
  const found = await readShop(context, request, code)
  if (found === null) return sendClosed(context, request, reply)
  const now = context.clock.now()
  if (code !== '' && found.promo === null) form.refuse('promo_code', INVALID_CODE)
  if (form.values['action'] === 'apply-code')
    return sendPage(reply, <EventPage found={found} form={form.state} now={now} />, form.ok ? 200 : 422)
  const products = readChoice(form, found)
  const place = form.ok ? await reserve(context, { form, found, products, code }) : null
  if (place !== null) return seeOther(reply, place)
  // Read again: the refused ticket may be sold out now.
  const fresh = (await readShop(context, request, code)) ?? found
  return sendPage(reply, <EventPage found={fresh} form={form.state} now={now} />, 422)
}

type Order = { form: FormReader; found: PublicEvent; products: ReturnType<typeof readChoice>; code: string }

/** The address of the checkout; null when the order was refused and the form has the reason. */
async function reserve(context: Context, { form, found, products, code }: Order): Promise<string | null> {
  const { id } = found.event
  try {
    const input = { products, promo_code: code === '' ? null : code }
    const { order: made, sessionIdentifier } = await reserveOrder(context, { eventId: id, input })
    return `/checkout/${id}/${made.short_id}/details?session_identifier=${sessionIdentifier}`
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error
    const [field = ''] = Object.keys(error.errors ?? {})
    const at = Number(/^products\.(\d+)$/.exec(field)?.[1] ?? Number.NaN)
    const priceId = products[at]?.quantities[0]?.price_id
    form.refuse(priceId === undefined ? '' : quantityName(priceId), buyerMessage(error.message))
    return null
  }
}

/** Rewrites a message of the REST API for buyers. */
function buyerMessage(message: string): string {
  return message
    .replace(/^The product (.+) is sold out$/, '$1 sold out a moment ago')
    .replace(/^The product (.+) is /, '$1 is ')
    .replace(/^The maximum number of products available for (.+) is (\d+)$/, 'Only $2 of $1 can be had now')
    .replace(/^You must order at least (\d+) of (.+)$/, '$2 comes in orders of $1 or more')
    .replace(/^The minimum amount for (.+) is (.+)$/, 'The least for $1 is $2')
}

/** An unpublished event shows nothing else, not even its title. */
async function sendClosed(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const event = await findAnyEvent(context.db, idOf(paramOf(request, 'id'), 'Event'))
  const phase = event?.status === 'ARCHIVED' ? 'cancelled' : 'preparing'
  const { icon } = PHASES[phase]
  const title = phase === 'cancelled' ? 'This event is cancelled' : 'No tickets here at the moment'
  return sendPage(
    reply,
    <ProblemPage
      title={title}
      icon={icon}
      actions={
        <a class="button" href="">
          Look again
        </a>
      }
    >
      <p class="muted">
        {phase === 'cancelled'
          ? 'Tickets are no longer sold. If you have one, ask the seller: the address is in your e-mail.'
          : 'They may be coming soon, or sales may be paused for a moment.'}
      </p>
    </ProblemPage>,
    404,
  )
}
