import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readPublicEvent } from '../../public/event.ts'
import { AVAILABLE, joinWaitlist } from '../../public/waitlist.ts'
import { requireOffered } from '../../events/selling.ts'
import { missing, Refusal } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import type { PageContext } from '../kit/context.ts'
import { FormReader } from '../kit/form/form-reader.ts'
import { formOf } from '../kit/form/form-state.ts'
import { sendPage } from '../kit/layout/send-page.ts'
import { paramOf, queryOf } from '../kit/request/query.ts'
import { JoinedWaitlistPage, WaitlistPage, type WaitlistTarget } from './waitlist-page.tsx'

export function addWaitlistRoutes(app: FastifyInstance, context: PageContext): void {
  app.get('/event/:id/waitlist', async (request, reply) => {
    const query = { price: queryOf(request, 'price'), date: queryOf(request, 'date') }
    const target = await readTarget(context, request, query)
    return sendPage(reply, <WaitlistPage {...target} form={formOf()} />)
  })
  app.post('/event/:id/waitlist', async (request, reply) => join(context, request, reply))
}

async function join(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = new FormReader(request.body)
  const { price, date } = form.values
  const target = await readTarget(context, request, { price, date })
  const person = {
    first_name: form.text('first_name', { max: 40, required: 'Write your first name' }),
    last_name: form.text('last_name', { max: 40 }),
    email: form.email('email', 'Write your e-mail address'),
  }
  const place = form.ok ? await tryJoin(context, { target, person, form, address: request.ip }) : null
  if (place === null) return sendPage(reply, <WaitlistPage {...target} form={form.state} />, 422)
  return sendPage(reply, <JoinedWaitlistPage {...target} place={place} email={person.email} />)
}

async function tryJoin(
  context: PageContext,
  {
    target,
    person,
    form,
    address,
  }: { target: WaitlistTarget; person: object; form: FormReader; address: string },
): Promise<number | null> {
  try {
    const dated = target.date === null ? {} : { event_occurrence_id: target.date.id }
    const input = { ...person, ...dated, product_price_id: target.priceId }
    return (await joinWaitlist(context, { eventId: target.event.id, input, address })).position
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error
    if (error.status === 409) form.refuse('email', ALREADY)
    else
      form.refuse(
        '',
        error.message === AVAILABLE ? 'It is available again: go back and choose it' : error.message,
      )
    return null
  }
}

const ALREADY = 'This address is on the list already'

/** @throws Refusal 404 when there is no such price with a waiting list, or no such date of several */
async function readTarget(
  context: PageContext,
  request: FastifyRequest,
  { price = '', date = '' }: { price?: string | undefined; date?: string | undefined },
): Promise<WaitlistTarget> {
  const occurrenceId = /^\d{1,9}$/.test(date) ? Number(date) : 0
  const found = await readPublicEvent(context, { id: idOf(paramOf(request, 'id'), 'Event'), occurrenceId })
  const priceId = idOf(price, 'ProductPrice')
  const product = found?.categories
    .flatMap((each) => each.products)
    .find((each) => each.waitlist_enabled === true && each.prices.some(({ id }) => id === priceId))
  if (found === null || product === undefined) throw missing('ProductPrice', priceId)
  await requireOffered(context, found.event.id)
  if (found.hasSeveralDates && found.date === null) throw missing('EventOccurrence', occurrenceId)
  const { event, hasSeveralDates } = found
  return { event, product, priceId, date: found.date, hasSeveralDates }
}
