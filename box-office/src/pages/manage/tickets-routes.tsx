import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { type Product, readCatalogue, readProducts } from '../../products/catalogue.ts'
import { createProduct, productOf } from '../../products/create.ts'
import { editProduct, removeProduct } from '../../products/update.ts'
import { Refusal } from '../../refusal.ts'
import { idOf } from '../../rest/api.ts'
import { FormReader } from '../kit/form.ts'
import { paramOf, queryOf } from '../kit/request.ts'
import { seeOther, sendPage } from '../kit/send.ts'
import { managePath } from './chrome.tsx'
import { loadManaged, type Managed } from './load.ts'
import { MAX_TIERS, newTicketForm, readTicket, ticketForm } from './ticket-form.ts'
import { TicketFormPage } from './ticket-form-page.tsx'
import { TicketsPage } from './tickets-page.tsx'

export function registerTicketPages(app: FastifyInstance, context: Context): void {
  const base = '/manage/event/:id/tickets'
  app.get(base, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const tickets = await readProducts(context.db, [managed.event.id])
    const done = queryOf(request, 'done')
    return sendPage(
      reply,
      <TicketsPage managed={managed} tickets={tickets} now={context.clock.now()} done={done} />,
    )
  })

  app.get(`${base}/new`, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const from = queryOf(request, 'from') === 'getting-started' ? 'getting-started' : 'tickets'
    return sendPage(
      reply,
      <TicketFormPage managed={managed} form={newTicketForm()} product={null} from={from} />,
    )
  })
  app.post(`${base}/new`, async (request, reply) => saveTicket(context, { request, reply, product: null }))

  app.get(`${base}/:ticket`, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const product = await ticketNamed(context, request, managed)
    const form = ticketForm(product, managed.event)
    return sendPage(reply, <TicketFormPage managed={managed} form={form} product={product} from="tickets" />)
  })
  app.post(`${base}/:ticket`, async (request, reply) => {
    const product = await ticketNamed(context, request, await loadManaged(context, request))
    return saveTicket(context, { request, reply, product })
  })

  app.post(`${base}/:ticket/delete`, async (request, reply) => {
    const managed = await loadManaged(context, request)
    const { id } = await ticketNamed(context, request, managed)
    await removeProduct(context, managed.who, { eventId: managed.event.id, id })
    return seeOther(reply, managePath(managed.event.id, '/tickets?done=ticket-deleted'))
  })
}

async function ticketNamed(context: Context, request: FastifyRequest, { event }: Managed): Promise<Product> {
  const id = idOf(paramOf(request, 'ticket'), 'Product')
  return productOf(await readProducts(context.db, [event.id]), id)
}

type Saving = { request: FastifyRequest; reply: FastifyReply; product: Product | null }

async function saveTicket(context: Context, { request, reply, product }: Saving): Promise<FastifyReply> {
  const managed = await loadManaged(context, request)
  const form = new FormReader(request.body)
  const from = form.values['from'] === 'getting-started' ? 'getting-started' : 'tickets'
  if (form.values['action'] === 'add-price') {
    const state = { values: withAnotherTier(form), problems: [] }
    return sendPage(reply, <TicketFormPage managed={managed} form={state} product={product} from={from} />)
  }
  if (!(await trySave(context, { managed, form, product })))
    return sendPage(
      reply,
      <TicketFormPage managed={managed} form={form.state} product={product} from={from} />,
      422,
    )
  const done = product === null ? 'ticket-added' : 'ticket-saved'
  return seeOther(reply, managePath(managed.event.id, `/${from}?done=${done}`))
}

/** False when the form or the shop refused it; the form says why. */
async function trySave(
  context: Context,
  { managed, form, product }: { managed: Managed; form: FormReader; product: Product | null },
): Promise<boolean> {
  const { event, who } = managed
  const [category] = await readCatalogue(context.db, event.id)
  const input = readTicket(form, event, { categoryId: category?.id ?? 0, current: product })
  if (input === undefined) return false
  try {
    if (product === null) await createProduct(context, who, { eventId: event.id, input })
    else await editProduct(context, who, { eventId: event.id, id: product.id, input })
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 422) throw error
    for (const [field, messages] of Object.entries(error.errors ?? { '': [error.message] }))
      form.refuse(formField(field, form), messages[0] ?? error.message)
    return false
  }
}

/** The field of the form that a name of the REST API stands for. */
function formField(name: string, form: FormReader): string {
  const [, row, part] = /^prices\.(\d+)\.(\w+)$/.exec(name) ?? []
  if (row === undefined) return name === 'prices' ? 'tiers.0.label' : name
  const shown = part === 'initial_quantity_available' ? 'quantity' : 'price'
  return form.values['type'] === 'TIERED' ? `tiers.${row}.${shown}` : shown
}

function withAnotherTier(form: FormReader): Record<string, string> {
  const next = Math.max(-1, ...form.rows('tiers')) + 1
  return next >= MAX_TIERS ? { ...form.values } : { ...form.values, [`tiers.${next}.label`]: '' }
}
