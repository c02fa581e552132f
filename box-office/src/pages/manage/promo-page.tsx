import type { JSX } from 'preact'
import type { EventRow } from '../../events/store.ts'
import type { Product } from '../../catalogue/read.ts'
import { isExpired, isUsable } from '../../products/promo.ts'
import type { PromoRow } from '../../catalogue/promo-store.ts'
import { money, plural, shortDateTime, zoneName } from '../../rest/words.ts'
import { Check, Field, Radios } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { managePath } from './chrome.tsx'
import type { CollectionListProps } from './collection.tsx'
import { ChangePage, CollectionLine, CollectionPage } from './collection-page.tsx'
import type { ManagedEvent } from './load.ts'

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
      title={`Change code ${item.code}`}
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

type LineProps = { managed: ManagedEvent; promo: PromoRow; tickets: readonly Product[]; now: number }

function PromoLine({ managed: { event }, promo, tickets, now }: LineProps): JSX.Element {
  const named = tickets
    .filter((each) => promo.applicable_product_ids.includes(each.id))
    .map((each) => each.title)
  const uses =
    promo.max_allowed_usages === null
      ? plural(promo.orders, 'order')
      : `${promo.orders} of ${promo.max_allowed_usages} orders`
  return (
    <CollectionLine
      href={managePath(event.id, `/promo-codes/${promo.id}`)}
      title={<code>{promo.code}</code>}
      name={promo.code}
      badge={unusableReason(promo, now)}
    >
      <p>{discountText(promo, event.currency)}</p>
      <p class="muted small num">
        {ticketsText(promo, named)} · used in {uses}
        {promo.expiry_date !== null && ` · until ${shortDateTime(promo.expiry_date, event.timezone)}`}
      </p>
    </CollectionLine>
  )
}

/** Why the code cannot be used now; null when it can. */
function unusableReason(promo: PromoRow, now: number): string | null {
  if (isUsable(promo, now)) return null
  return isExpired(promo, now) ? 'Expired' : 'Used up'
}

function ticketsText({ applicable_product_ids: ids }: PromoRow, named: readonly string[]): string {
  if (ids.length === 0) return 'All tickets'
  return named.length === 0 ? 'Tickets that were deleted' : named.join(', ')
}

function discountText({ discount_type, discount }: PromoRow, currency: string): string {
  if (discount_type === 'PERCENTAGE') return `${discount}% off`
  return discount_type === 'FIXED' ? `${money(discount, currency)} off each ticket` : 'Opens hidden tickets'
}

type FieldsProps = { event: EventRow; tickets: readonly Product[]; form: FormState }

function PromoFields({ event, tickets, form }: FieldsProps): JSX.Element {
  return (
    <>
      <Field
        form={form}
        name="code"
        label="Code"
        hint="Letters, digits, - and _. Big or small makes no difference."
        input={{ autocomplete: 'off', autocapitalize: 'off' }}
      />
      <Radios
        form={form}
        name="discount_type"
        label="What does it do?"
        class="kinds"
        options={[
          { value: 'PERCENTAGE', label: 'Percent off' },
          { value: 'FIXED', label: 'Amount off', hint: 'Each ticket' },
          { value: 'NONE', label: 'Opens tickets', hint: 'Those that need a code' },
        ]}
      />
      <Limits form={form} event={event} />
      {tickets.length > 0 && (
        <fieldset>
          <legend>For which tickets?</legend>
          <p class="field__hint">None ticked: all of them</p>
          {tickets.map((each) => (
            <Check key={each.id} form={form} name={`ticket.${each.id}`} label={each.title} />
          ))}
        </fieldset>
      )}
    </>
  )
}

function Limits({ form, event }: { form: FormState; event: EventRow }): JSX.Element {
  return (
    <div class="fields">
      <div class="for-discount">
        <Field
          form={form}
          name="discount"
          label={`How much (% or ${event.currency})`}
          optional={form.values['discount_type'] === 'NONE'}
          input={{ inputmode: 'decimal', class: 'num' }}
        />
      </div>
      <Field
        form={form}
        name="max_allowed_usages"
        label="How many orders"
        optional
        hint="Empty: no limit"
        input={{ inputmode: 'numeric', class: 'num' }}
      />
      <Field
        form={form}
        name="expiry_date"
        label="Until"
        type="datetime-local"
        optional
        hint={zoneName(event.timezone, event.start_date)}
      />
    </div>
  )
}
