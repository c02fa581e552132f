import type { JSX } from 'preact'
import type { EventRow } from '../../events/store.ts'
import type { Product } from '../../products/catalogue.ts'
import { isUsable } from '../../products/promo.ts'
import type { PromoRow } from '../../products/promo-store.ts'
import { money, plural, shortDateTime, zoneName } from '../../rest/words.ts'
import { Done } from '../kit/done.tsx'
import { Check, ErrorSummary, Field, Radios } from '../kit/fields.tsx'
import type { FormState } from '../kit/form.ts'
import { Icon } from '../kit/icon.tsx'
import { EventChrome, managePath } from './chrome.tsx'
import type { Managed } from './load.ts'

type Props = {
  managed: Managed
  promos: readonly PromoRow[]
  tickets: readonly Product[]
  form: FormState
  now: number
  done: string | undefined
}

export function PromoPage({ managed, promos, tickets, form, now, done }: Props): JSX.Element {
  const refused = form.problems.length > 0
  return (
    <EventChrome managed={managed} tab="promo-codes" title="Promo codes" width="narrow" refused={refused}>
      <Done what={done} />
      <ErrorSummary form={form} />
      <h1>Promo codes</h1>
      {promos.length === 0 ? (
        <p class="lead">A code makes tickets cheaper, or opens tickets only those with the code can see.</p>
      ) : (
        <ul class="lines">
          {promos.map((each) => (
            <PromoLine key={each.id} managed={managed} promo={each} tickets={tickets} now={now} />
          ))}
        </ul>
      )}
      <details class="accordion" open={refused || promos.length === 0}>
        <summary>Add a code</summary>
        <div class="accordion__body">
          <AddForm managed={managed} tickets={tickets} form={form} />
        </div>
      </details>
    </EventChrome>
  )
}

type LineProps = { managed: Managed; promo: PromoRow; tickets: readonly Product[]; now: number }

function PromoLine({ managed: { event }, promo, tickets, now }: LineProps): JSX.Element {
  const named = tickets
    .filter((each) => promo.applicable_product_ids.includes(each.id))
    .map((each) => each.title)
  const uses =
    promo.max_allowed_usages === null
      ? plural(promo.orders, 'order')
      : `${promo.orders} of ${promo.max_allowed_usages} orders`
  return (
    <li class="card line">
      <div class="line__main">
        <h2 class="line__title">
          <code>{promo.code}</code>
        </h2>
        <p>{discountWords(promo, event.currency)}</p>
        <p class="muted small num">
          {named.length === 0 ? 'All tickets' : named.join(', ')} · used in {uses}
          {promo.expiry_date !== null && ` · until ${shortDateTime(promo.expiry_date, event.timezone)}`}
        </p>
      </div>
      <div class="line__end">
        {!isUsable(promo, now) && (
          <span class="badge" data-tone="neutral">
            Not usable any more
          </span>
        )}
        <form method="post" action={managePath(event.id, `/promo-codes/${promo.id}/delete`)}>
          <button class="button button--small button--danger" type="submit">
            Delete<span class="visually-hidden"> {promo.code}</span>
          </button>
        </form>
      </div>
    </li>
  )
}

function discountWords({ discount_type, discount }: PromoRow, currency: string): string {
  if (discount_type === 'PERCENTAGE') return `${discount}% off`
  return discount_type === 'FIXED' ? `${money(discount, currency)} off each ticket` : 'Opens hidden tickets'
}

function AddForm({
  managed: { event },
  tickets,
  form,
}: Pick<Props, 'managed' | 'tickets' | 'form'>): JSX.Element {
  return (
    <form method="post" action={managePath(event.id, '/promo-codes')} class="stack promo-form" novalidate>
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
      <div>
        <button class="button button--primary" type="submit">
          <Icon name="plus" size={20} /> Add code
        </button>
      </div>
    </form>
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
