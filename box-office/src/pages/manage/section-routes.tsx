import type { FastifyInstance } from 'fastify'
import type { JSX } from 'preact'
import type { PageContext as Context } from '../kit/context.ts'
import type { Category } from '../../catalogue/read.ts'
import {
  createCategory,
  editCategory,
  listCategoriesWithProducts,
  removeCategory,
} from '../../products/categories.ts'
import { plural } from '../../rest/words.ts'
import { Check, Field } from '../kit/fields.tsx'
import { type FormReader, type FormState, formOf } from '../kit/form.ts'
import { managePath } from './chrome.tsx'
import { type CollectionListProps, addCollectionRoutes } from './collection.tsx'
import { ChangePage, CollectionLine, CollectionPage } from './collection-page.tsx'
import type { ManagedEvent } from './load.ts'

/** The headings of the shop; the REST API calls them product categories. */
export function addSectionRoutes(app: FastifyInstance, context: Context): void {
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

function SectionsPage({ managed, items, form, done }: CollectionListProps<Category>): JSX.Element {
  return (
    <CollectionPage
      managed={managed}
      tab="tickets"
      title="Sections"
      lead="Headings that tickets and other things stand under, in the shop and everywhere they are sold."
      form={form}
      done={done}
      path="sections"
      isEmpty={items.length === 0}
      add={{ title: 'Add a section', button: 'Add section', fields: <SectionFields form={form} /> }}
    >
      {items.map((each) => (
        <CollectionLine
          key={each.id}
          href={managePath(managed.event.id, `/sections/${each.id}`)}
          title={each.name}
          name={each.name}
          badge={each.is_hidden ? 'Hidden' : null}
        >
          <p class="muted small num">
            {each.products.length === 0
              ? 'Nothing in it yet'
              : each.products.map((one) => one.title).join(', ')}
          </p>
        </CollectionLine>
      ))}
    </CollectionPage>
  )
}

type ChangeProps = { managed: ManagedEvent; item: Category; form: FormState }

function ChangeSectionPage({ managed, item, form }: ChangeProps): JSX.Element {
  const size = item.products.length
  const remove =
    size === 0
      ? { text: 'Nothing is in it.', button: 'Delete this section' }
      : { text: `It holds ${plural(size, 'ticket')}. Move or delete them, and it can go too.`, button: null }
  return (
    <ChangePage
      managed={managed}
      tab="tickets"
      title="Change section"
      back="Sections"
      path={`sections/${item.id}`}
      form={form}
      remove={remove}
    >
      <SectionFields form={form} />
    </ChangePage>
  )
}

function SectionFields({ form }: { form: FormState }): JSX.Element {
  return (
    <>
      <Field form={form} name="name" label="Name" hint="What buyers read, like “Merchandise”" />
      <Field form={form} name="description" label="Description" optional hint="A line below the name" />
      <Field
        form={form}
        name="no_products_message"
        label="When it is empty"
        optional
        hint="Shown while nothing in it is for sale. Without words it is left out."
      />
      <Check form={form} name="is_hidden" label="Hide it" hint="Nobody sees or buys what is in it for now" />
    </>
  )
}
