import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { EventRow } from '../../events/store.ts'
import { type Product, readProducts } from '../../products/catalogue.ts'
import { createPromo, listPromoCodes, removePromo } from '../../products/promo.ts'
import { Refusal } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { FormReader, formOf, type FormState } from '../kit/form.ts'
import { paramOf, queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { managePath } from './chrome.tsx'
import { loadManaged, type Managed } from './load.ts'
import { PromoPage } from './promo-page.tsx'
import { readMoment } from './ticket-form.ts'

export function registerPromoPages(app: FastifyInstance, context: Context): void {
  const path = '/manage/event/:id/promo-codes'
  app.get(path, async (request, reply) => {
    const managed = await loadManaged(context, request)
    return show(context, { managed, request, reply, form: formOf({ discount_type: 'PERCENTAGE' }) })
  })
  app.post(path, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const form = new FormReader(request.body)
    const tickets = await readProducts(context.db, [managed.event.id])
    if (!(await add(context, { managed, form, tickets })))
      return show(context, { managed, request, reply, form: form.state })
    return seeOther(reply, managePath(managed.event.id, '/promo-codes?done=code-added'))
  })
  app.post(`${path}/:promo/delete`, async (request, reply) => {
    const { event, who } = await loadManaged(context, request)
    await removePromo(context, who, { eventId: event.id, id: idOf(paramOf(request, 'promo'), 'PromoCode') })
    return seeOther(reply, managePath(event.id, '/promo-codes?done=code-deleted'))
  })
}

type Showing = { managed: Managed; request: FastifyRequest; reply: FastifyReply; form: FormState }

async function show(context: Context, { managed, request, reply, form }: Showing): Promise<FastifyReply> {
  const { event, who } = managed
  const promos = await listPromoCodes(context, who, event.id)
  const tickets = await readProducts(context.db, [event.id])
  const page = { managed, promos, tickets, form, now: context.clock.now(), done: queryOf(request, 'done') }
  return sendPage(reply, <PromoPage {...page} />, form.problems.length > 0 ? 422 : 200)
}

type Adding = { managed: Managed; form: FormReader; tickets: readonly Product[] }

async function add(context: Context, { managed: { event, who }, form, tickets }: Adding): Promise<boolean> {
  const input = readPromo(form, event, tickets)
  if (!form.ok) return false
  try {
    await createPromo(context, who, { eventId: event.id, input })
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error
    const taken = error.message.includes('already in use')
    form.refuse('code', taken ? 'There is already such a code' : 'Use letters, digits, - and _')
    return false
  }
}

const KINDS = ['PERCENTAGE', 'FIXED', 'NONE'] as const

function readPromo(form: FormReader, event: EventRow, tickets: readonly Product[]) {
  const code = form.text('code', { max: 50, required: 'Write the code' })
  if (code.length === 1) form.refuse('code', 'Use at least 2 characters')
  const discount_type = form.choice('discount_type', KINDS, 'Choose what the code does') ?? 'NONE'
  const max = discount_type === 'PERCENTAGE' ? 100 : 1_000_000
  const label = discount_type === 'PERCENTAGE' ? 'The percentage' : 'The amount'
  const discount =
    discount_type === 'NONE' ? 0 : form.amount('discount', { label, max, required: 'Write how much' })
  if (discount_type !== 'NONE' && discount === 0) form.refuse('discount', `${label} has to be above zero`)
  return {
    code,
    discount_type,
    discount: discount ?? 0,
    applicable_product_ids: tickets.filter(({ id }) => form.checked(`ticket.${id}`)).map(({ id }) => id),
    expiry_date: readMoment(form, 'expiry_date', event.timezone),
    max_allowed_usages: form.integer('max_allowed_usages', { label: 'The number of orders', min: 1 }),
  }
}
