import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { productOf } from '../../../catalogue/add-product.ts'
import { type Product, readCatalogue, readProducts } from '../../../catalogue/read.ts'
import { listCategories, listTaxes } from '../../../catalogue/store.ts'
import type { EventRow } from '../../../events/store.ts'
import { createProduct } from '../../../products/create.ts'
import { editProduct, removeProduct } from '../../../products/update.ts'
import { countWaitlistEntries } from '../../../public/store.ts'
import { idOf } from '../../../rest/api.ts'
import type { PageContext } from '../../kit/context.ts'
import { FormReader } from '../../kit/form/form-reader.ts'
import type { FormState } from '../../kit/form/form-state.ts'
import { submitForm } from '../../kit/form/submit-form.ts'
import { seeOther, sendPage } from '../../kit/layout/send-page.ts'
import { paramOf, queryOf } from '../../kit/request/query.ts'
import { loadManagedEvent, type ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { TicketFormPage } from './ticket-form-page.tsx'
import { newTicketForm, readTicket, type TicketChoices, ticketForm } from './ticket-form.ts'
import { tierField, withAnotherTier } from './ticket-tiers.ts'
import { TicketsPage } from './tickets-page.tsx'

const PATH = '/manage/event/:id/tickets'

export function addTicketRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(PATH, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const { id } = managed.event
    const sections = await readCatalogue(context.db, [id])
    const waiting = await countWaitlistEntries(context.db, id)
    const page = { managed, sections, waiting, now: context.clock.now(), done: queryOf(request, 'done') }
    return sendPage(reply, <TicketsPage {...page} />)
  })
  addNewTicketRoutes(app, context)
  addChangeTicketRoutes(app, context)
}

function addNewTicketRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(`${PATH}/new`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const from = queryOf(request, 'from') === 'getting-started' ? 'getting-started' : 'tickets'
    const form = newTicketForm(await choicesOf(context, managed.event), queryOf(request, 'section'))
    return show(context, { managed, reply, product: null, form, from })
  })
  app.post(`${PATH}/new`, async (request, reply) => saveTicket(context, { request, reply, product: null }))
}

function addChangeTicketRoutes(app: FastifyInstance, context: PageContext): void {
  app.get(`${PATH}/:ticket`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const product = await ticketNamed(context, request, managed)
    const form = ticketForm(product, managed.event)
    return show(context, { managed, reply, product, form, from: 'tickets' })
  })
  app.post(`${PATH}/:ticket`, async (request, reply) => {
    const product = await ticketNamed(context, request, await loadManagedEvent(context, request))
    return saveTicket(context, { request, reply, product })
  })
  app.post(`${PATH}/:ticket/delete`, async (request, reply) => {
    const managed = await loadManagedEvent(context, request)
    const { id } = await ticketNamed(context, request, managed)
    await removeProduct(context, managed.who, { eventId: managed.event.id, id })
    return seeOther(reply, managePath(managed.event.id, '/tickets?done=ticket-deleted'))
  })
}

async function ticketNamed(
  context: PageContext,
  request: FastifyRequest,
  { event }: ManagedEvent,
): Promise<Product> {
  const id = idOf(paramOf(request, 'ticket'), 'Product')
  return productOf(await readProducts(context.db, [event.id]), id)
}

async function choicesOf({ db }: PageContext, { id, account_id }: EventRow): Promise<TicketChoices> {
  return { sections: await listCategories(db, [id]), taxes: await listTaxes(db, account_id) }
}

type Showing = {
  managed: ManagedEvent
  reply: FastifyReply
  product: Product | null
  form: FormState
  from: string
}

async function show(context: PageContext, { reply, ...page }: Showing): Promise<FastifyReply> {
  const choices = await choicesOf(context, page.managed.event)
  const refused = page.form.problems.length > 0
  return sendPage(reply, <TicketFormPage {...page} choices={choices} />, refused ? 422 : 200)
}

type Saving = { request: FastifyRequest; reply: FastifyReply; product: Product | null }

async function saveTicket(context: PageContext, { request, reply, product }: Saving): Promise<FastifyReply> {
  const managed = await loadManagedEvent(context, request)
  const form = new FormReader(request.body)
  const from = form.values['from'] === 'getting-started' ? 'getting-started' : 'tickets'
  const shown = { managed, reply, product, from }
  if (form.values['action'] === 'add-price')
    return show(context, { ...shown, form: { values: withAnotherTier(form), problems: [] } })
  if (!(await trySave(context, { managed, form, product })))
    return show(context, { ...shown, form: form.state })
  const done = product === null ? 'ticket-added' : 'ticket-saved'
  return seeOther(reply, managePath(managed.event.id, `/${from}?done=${done}`))
}

/** False when the form or the shop refused it; the form has the reason. */
async function trySave(
  context: PageContext,
  { managed, form, product }: { managed: ManagedEvent; form: FormReader; product: Product | null },
): Promise<boolean> {
  const { event, who } = managed
  const input = readTicket(form, event, { choices: await choicesOf(context, event), current: product })
  const save = () =>
    product === null
      ? createProduct(context, who, { eventId: event.id, input })
      : editProduct(context, who, { eventId: event.id, id: product.id, input })
  return submitForm(form, save, (field, message) => ({ field: formField(field, form), message }))
}

/** The field of the form that a name of the REST API stands for. */
function formField(name: string, form: FormReader): string {
  const [, row, part] = /^prices\.(\d+)\.(\w+)$/.exec(name) ?? []
  if (row === undefined) return name === 'prices' ? tierField(0, 'label') : name
  const shown = part === 'initial_quantity_available' ? 'quantity' : 'price'
  return form.values['type'] === 'TIERED' ? tierField(Number(row), shown) : shown
}
