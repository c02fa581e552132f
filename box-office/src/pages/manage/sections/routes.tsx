import type { FastifyInstance } from 'fastify'
import type { Category } from '../../../catalogue/read.ts'
import {
  createCategory,
  editCategory,
  listCategoriesWithProducts,
  removeCategory,
} from '../../../products/categories.ts'
import type { PageContext } from '../../kit/context.ts'
import type { FormReader } from '../../kit/form/form-reader.ts'
import { formOf } from '../../kit/form/form-state.ts'
import { addCollectionRoutes } from '../collection/routes.tsx'
import { ChangeSectionPage, SectionsPage } from './sections-page.tsx'

/** The headings of the shop; the REST API calls them product categories. */
export function addSectionRoutes(app: FastifyInstance, context: PageContext): void {
  addCollectionRoutes<Category>(app, context, {
    path: 'sections',
    one: 'section',
    list: ({ who, event }) => listCategoriesWithProducts(context, who, event.id),
    blank: {},
    fill: (_managed, { name, description, no_products_message, is_hidden }) =>
      formOf({ name, description, no_products_message, is_hidden: is_hidden ? 'on' : '' }),
    read: async (_managed, form) => readSection(form),
    create: ({ who, event }, input) => createCategory(context, who, { eventId: event.id, input }),
    edit: ({ who, event }, id, input) => editCategory(context, who, { eventId: event.id, id, input }),
    remove: ({ who, event }, id) => removeCategory(context, who, { eventId: event.id, id }),
    listPage: async (shown) => <SectionsPage {...shown} />,
    changePage: async (shown) => <ChangeSectionPage {...shown} />,
  })
}

function readSection(form: FormReader) {
  return {
    name: form.text('name', { max: 100, required: 'Give the section a name, like “Merchandise”' }),
    description: form.optional('description'),
    no_products_message: form.optional('no_products_message'),
    is_hidden: form.checked('is_hidden'),
  }
}
