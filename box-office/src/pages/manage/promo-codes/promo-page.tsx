import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import type { PromoRow } from '../../../catalogue/promo-store.ts'
import type { Product } from '../../../catalogue/read.ts'
import { plural } from '../../../rest/words.ts'
import type { FormState } from '../../kit/form/form-state.ts'
import { ChangePage } from '../collection/change-page.tsx'
import { CollectionPage } from '../collection/collection-page.tsx'
import type { CollectionListProps } from '../collection/routes.tsx'
import type { ManagedEvent } from '../frame/load-event.ts'
import { PromoFields } from './promo-fields.tsx'
import { PromoLine } from './promo-line.tsx'

type Props = CollectionListProps<PromoRow> & { tickets: readonly Product[]; now: number }

export function PromoPage({ managed, items, tickets, form, now, done }: Props): JSX.Element {
  return (
    <CollectionPage
      managed={managed}
      tab="promo-codes"
      title="Promo codes"
      lead={
        items.length === 0
          ? 'A code makes tickets cheaper, or opens tickets only those with the code can see.'
          : ''
      }
      form={form}
      done={done}
      path="promo-codes"
      isEmpty={items.length === 0}
      add={{
        title: 'Add a code',
        button: 'Add code',
        class: 'promo-form',
        fields: <PromoFields event={managed.event} tickets={tickets} form={form} />,
      }}
    >
      {items.map((each) => (
        <PromoLine key={each.id} managed={managed} promo={each} tickets={tickets} now={now} />
      ))}
    </CollectionPage>
  )
}

type ChangeProps = { managed: ManagedEvent; item: PromoRow; form: FormState; tickets: readonly Product[] }

export function ChangePromoPage({ managed, item, form, tickets }: ChangeProps): JSX.Element {
  return (
    <ChangePage
      managed={managed}
      tab="promo-codes"
      title={`Change code ${isolated(item.code)}`}
      back="Promo codes"
      path={`promo-codes/${item.id}`}
      class="promo-form"
      form={form}
      remove={{
        text:
          item.orders === 0
            ? 'Nobody has used it yet.'
            : `Used in ${plural(item.orders, 'order')}. Those stay as they are.`,
        button: 'Delete this code',
      }}
    >
      <PromoFields event={managed.event} tickets={tickets} form={form} />
    </ChangePage>
  )
}
