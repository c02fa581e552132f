import type { BaseContext } from '../base-context.ts'
import { requireEvent } from '../events/read.ts'
import type { Principal } from '../rest/principal.ts'
import { missing, Refusal } from '../refusal.ts'
import { Fields } from '../rest/fields.ts'
import { type Category, readCatalogue } from '../catalogue/read.ts'
import { type CategoryRow, deleteCategory, insertCategory, updateCategory } from '../catalogue/store.ts'

type CategoryIds = { eventId: number; id: number }

export async function createCategory(
  context: BaseContext,
  principal: Principal,
  { eventId, input }: { eventId: number; input: unknown },
): Promise<CategoryRow> {
  const event = await requireEvent(context, principal, eventId)
  const [category] = await insertCategory(context.db, { ...readCategory(input), event_id: event.id })
  if (category === undefined) throw missing('Event', eventId)
  return category
}

export async function listCategoriesWithProducts(
  context: BaseContext,
  principal: Principal,
  eventId: number,
): Promise<Category[]> {
  const { id } = await requireEvent(context, principal, eventId)
  return readCatalogue(context.db, [id])
}

export async function editCategory(
  context: BaseContext,
  principal: Principal,
  { input, ...ids }: CategoryIds & { input: unknown },
): Promise<CategoryRow> {
  const { id } = await requireCategory(context, principal, ids)
  const [category] = await updateCategory(context.db, { id, ...readCategory(input) })
  if (category === undefined) throw missing('ProductCategory', id)
  return category
}

/** @throws Refusal 409 when it has products or is the event's last category */
export async function removeCategory(
  context: BaseContext,
  principal: Principal,
  ids: CategoryIds,
): Promise<void> {
  const category = await requireCategory(context, principal, ids)
  const all = await listCategoriesWithProducts(context, principal, ids.eventId)
  if (all.length === 1) throw new Refusal(409, 'You cannot delete the last product category.')
  if (category.products.length > 0)
    throw new Refusal(409, 'You cannot delete a category that has products. Move or delete them first.')
  await deleteCategory(context.db, category.id)
}

async function requireCategory(
  context: BaseContext,
  principal: Principal,
  { eventId, id }: CategoryIds,
): Promise<Category> {
  const all = await listCategoriesWithProducts(context, principal, eventId)
  const category = all.find((each) => each.id === id)
  if (category === undefined) throw missing('ProductCategory', id)
  return category
}

function readCategory(input: unknown) {
  const fields = new Fields(input)
  const category = {
    name: fields.text('name', { max: 100 }),
    description: fields.optionalText('description', { max: 5000, kind: 'lines' }),
    is_hidden: fields.boolean('is_hidden', false),
    no_products_message: fields.optionalText('no_products_message'),
  }
  fields.done()
  return category
}
