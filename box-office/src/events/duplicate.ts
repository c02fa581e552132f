import type { Tx } from '@tuvens/platform/db/db'
import type { DeliveryContext } from '../deliveries/context.ts'
import type { Principal } from '../rest/principal.ts'
import { type Category, type Product, readCatalogue } from '../catalogue/read.ts'
import { addProduct } from '../catalogue/add-product.ts'
import { copyDates } from '../dates/store.ts'
import { productShape } from '../catalogue/shape.ts'
import { insertCategory } from '../catalogue/store.ts'
import { missing } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { changeWithWebhooks } from '../deliveries/announce.ts'
import { firstCategoryOf } from './create.ts'
import { readDates, readDescription, readTitle } from './input.ts'
import { requireEvent } from './read.ts'
import { type EventRow, insertEvent } from './store.ts'

/**
 * Copies an event, its attributes and, unless declined, its settings and products into a draft. As in Hi.Events, this
 * sends `product.created` for each product but no `event.created`.
 */
export async function duplicateEvent(
  context: DeliveryContext,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<EventRow> {
  const source = await requireEvent(context, principal, eventId)
  const { withProducts, withSettings, ...wanted } = readDuplicate(input, source)
  return changeWithWebhooks(context, source.organizer_id, async (tx, sendWebhooks) => {
    const settings = withSettings ? source.settings : {}
    const [copy] = await insertEvent(tx, { ...source, ...wanted, settings })
    if (copy === undefined) throw missing('Event', eventId)
    if (copy.type === 'RECURRING') await copyDates(tx, { from: source.id, to: copy.id })
    const categories = withProducts ? await readCatalogue(tx, [source.id]) : []
    if (categories.length === 0) await insertCategory(tx, firstCategoryOf(copy.id))
    for (const category of categories) {
      const products = await copyCategory(tx, { category, eventId: copy.id })
      for (const product of products) {
        await sendWebhooks('product.created', productShape(product, { now: context.clock.now() }))
      }
    }
    return copy
  })
}

function readDuplicate(input: unknown, source: EventRow) {
  const fields = new Fields(input)
  const wanted = {
    title: readTitle(fields),
    description: readDescription(fields),
    ...readDates(fields, source.timezone),
    withProducts: fields.boolean('duplicate_products', true),
    withSettings: fields.boolean('duplicate_settings', true),
  }
  fields.done()
  return wanted
}

async function copyCategory(
  tx: Tx,
  { category, eventId }: { category: Category; eventId: number },
): Promise<Product[]> {
  const { name, description, is_hidden, no_products_message } = category
  const wanted = { event_id: eventId, name, description, is_hidden, no_products_message }
  const [made] = await insertCategory(tx, wanted)
  if (made === undefined) throw missing('Event', eventId)
  const copies: Product[] = []
  for (const product of category.products) {
    copies.push(await copyProduct(tx, product, { eventId, categoryId: made.id }))
  }
  return copies
}

function copyProduct(
  tx: Tx,
  { prices, taxes, ...product }: Product,
  { eventId, categoryId }: { eventId: number; categoryId: number },
): Promise<Product> {
  return addProduct(tx, {
    product: { ...product, event_id: eventId, category_id: categoryId },
    prices: prices.map((each) => ({ ...each, id: null })),
    taxIds: taxes.map((each) => each.id),
  })
}
