import type { DeliveryContext } from '../deliveries/context.ts'
import { requireEvent } from '../events/read.ts'
import { Refusal } from '../refusal.ts'
import { type Api, type Call, eventOf, idOf } from '../rest/api.ts'
import { longDate } from '../rest/dates.ts'
import type { Product } from '../catalogue/read.ts'
import { createCategory, editCategory, listCategoriesWithProducts, removeCategory } from './categories.ts'
import { createProduct } from './create.ts'
import { createPromo, listPromoCodes, promoShape, removePromo } from './promo.ts'
import { catalogueShape, categoryShape, productShape, taxShape } from '../catalogue/shape.ts'
import { createTax, listTaxesAndFees } from './taxes.ts'
import { editProduct, removeProduct } from './update.ts'

export function addProductRoutes(api: Api, context: DeliveryContext): void {
  addProductCrudRoutes(api, context)
  addCategoryRoutes(api, context)
  addPromoRoutes(api, context)
  addTaxRoutes(api, context)
}

function addProductCrudRoutes({ member }: Api, context: DeliveryContext): void {
  const path = '/events/:event_id/products'
  member('POST', path, async ({ principal, body, reply, ...call }) => {
    const product = await createProduct(context, principal, { eventId: eventOf(call), input: body })
    reply.code(201)
    return { data: writtenProductShape(product, context.clock.now()) }
  })
  member('GET', path, async ({ principal, ...call }) => {
    await requireEvent(context, principal, eventOf(call))
    throw new Refusal(422, 'Products are listed with their event: read the event or its product categories.')
  })
  member('PUT', `${path}/:id`, async ({ principal, body, ...call }) => {
    const product = await editProduct(context, principal, { ...productNamed(call), input: body })
    return { data: writtenProductShape(product, context.clock.now()) }
  })
  member('DELETE', `${path}/:id`, async ({ principal, reply, ...call }) => {
    await removeProduct(context, principal, productNamed(call))
    return reply.code(204).send()
  })
}

function addCategoryRoutes({ member }: Api, context: DeliveryContext): void {
  const path = '/events/:event_id/product-categories'
  member('POST', path, async ({ principal, body, reply, ...call }) => {
    const category = await createCategory(context, principal, { eventId: eventOf(call), input: body })
    reply.code(201)
    return { data: categoryShape(category) }
  })
  member('GET', path, async ({ principal, ...call }) => {
    const categories = await listCategoriesWithProducts(context, principal, eventOf(call))
    return { data: categories.map((each) => catalogueShape(each, context.clock.now())) }
  })
  member('PUT', `${path}/:id`, async ({ principal, body, ...call }) => {
    const named = { eventId: eventOf(call), id: idOf(call.params['id'], 'ProductCategory') }
    return { data: categoryShape(await editCategory(context, principal, { ...named, input: body })) }
  })
  member('DELETE', `${path}/:id`, async ({ principal, reply, ...call }) => {
    const named = { eventId: eventOf(call), id: idOf(call.params['id'], 'ProductCategory') }
    await removeCategory(context, principal, named)
    return reply.code(204).send()
  })
}

function addPromoRoutes({ member }: Api, context: DeliveryContext): void {
  const path = '/events/:event_id/promo-codes'
  member('POST', path, async ({ principal, body, reply, ...call }) => {
    const promo = await createPromo(context, principal, { eventId: eventOf(call), input: body })
    reply.code(201)
    return { data: promoShape(promo) }
  })
  member('GET', path, async ({ principal, ...call }) => ({
    data: (await listPromoCodes(context, principal, eventOf(call))).map(promoShape),
  }))
  member('DELETE', `${path}/:id`, async ({ principal, reply, ...call }) => {
    const named = { eventId: eventOf(call), id: idOf(call.params['id'], 'PromoCode') }
    await removePromo(context, principal, named)
    return reply.code(204).send()
  })
}

function addTaxRoutes({ member }: Api, context: DeliveryContext): void {
  const path = '/accounts/:account_id/taxes-and-fees'
  const accountOf = ({ params }: Pick<Call, 'params'>) => idOf(params['account_id'], 'Account')
  member('POST', path, async ({ principal, body, ...call }) => {
    const tax = await createTax(context, principal, { accountId: accountOf(call), input: body })
    return { data: taxShape(tax) }
  })
  member('GET', path, async ({ principal, ...call }) => {
    const taxes = await listTaxesAndFees(context, principal, { accountId: accountOf(call) })
    return { data: taxes.map(taxShape) }
  })
}

/** The response to a write has sale dates in another format, and taxes only when there are some. */
function writtenProductShape(product: Product, now: number) {
  return productShape(product, { now, formatDate: longDate, taxes: 'when-any' })
}

function productNamed(call: Pick<Call, 'params'>) {
  return { eventId: eventOf(call), id: idOf(call.params['id'], 'Product') }
}
