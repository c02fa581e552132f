import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { TaxRow } from '../../../catalogue/store.ts'
import type { FormState } from '../../kit/form/form-state.ts'
import { ChangePage } from '../collection/change-page.tsx'
import { CollectionLine, CollectionPage } from '../collection/collection-page.tsx'
import type { CollectionListProps } from '../collection/routes.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { managePath } from '../frame/manage-path.ts'
import { formatRate } from './rate.ts'
import { TaxFields } from './tax-fields.tsx'

export function TaxesPage({ managed, items, form, done }: CollectionListProps<TaxRow>): JSX.Element {
  const { event } = managed
  return (
    <CollectionPage
      managed={managed}
      tab="tickets"
      title="Taxes and fees"
      lead="They come on the price of the tickets you tick them for, at any of your events."
      form={form}
      done={done}
      path="taxes"
      isEmpty={items.length === 0}
      add={{
        title: 'Add a tax or fee',
        button: 'Add it',
        fields: <TaxFields form={form} currency={event.currency} />,
      }}
    >
      {items.map((tax) => (
        <CollectionLine
          key={tax.id}
          href={managePath(event.id, `/taxes/${tax.id}`)}
          title={tax.name}
          name={tax.name}
          badge={tax.is_active ? null : 'Off'}
        >
          <p class="muted small num">
            {tax.type === 'TAX' ? 'Tax' : 'Fee'} · {formatRate(tax, event.currency)}
            {tax.is_default && ' · on new tickets'}
          </p>
        </CollectionLine>
      ))}
    </CollectionPage>
  )
}

type ChangeProps = { managed: ManagedEvent; item: TaxRow; form: FormState }

export function ChangeTaxPage({ managed, item, form }: ChangeProps): JSX.Element {
  return (
    <ChangePage
      managed={managed}
      tab="tickets"
      title={`Change ${isolated(item.name)}`}
      back="Taxes and fees"
      path={`taxes/${item.id}`}
      form={form}
      remove={{
        text: 'New orders no longer have it then; those that were made keep it.',
        button: 'Delete it',
      }}
    >
      <TaxFields form={form} currency={managed.event.currency} />
    </ChangePage>
  )
}
