import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { Category } from '../../../catalogue/read.ts'
import { plural } from '../../../rest/words.ts'
import { Check } from '../../kit/form/choices.tsx'
import { Field } from '../../kit/form/fields.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { ChangePage } from '../collection/change-page.tsx'
import { CollectionLine, CollectionPage } from '../collection/collection-page.tsx'
import type { CollectionListProps } from '../collection/routes.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'

export function SectionsPage({ managed, items, form, done }: CollectionListProps<Category>): JSX.Element {
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
              : each.products.map((one) => isolated(one.title)).join(', ')}
          </p>
        </CollectionLine>
      ))}
    </CollectionPage>
  )
}

type ChangeProps = { managed: ManagedEvent; item: Category; form: FormState }

export function ChangeSectionPage({ managed, item, form }: ChangeProps): JSX.Element {
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
