import type { JSX } from 'preact'
import type { EventRow } from '../../../events/store.ts'
import { zoneName } from '../../../rest/words.ts'
import { Check } from '../../kit/form/choices.tsx'
import { AmountField, Field } from '../../kit/form/fields.tsx'
import { MomentField } from '../../kit/form/moment-field.tsx'
import type { FormState } from '../../kit/form/form-state.ts'
import { Icon } from '../../kit/layout/icon.tsx'
import { MAX_TIERS, tierField } from './ticket-tiers.ts'

type TierProps = { form: FormState; event: EventRow }

export function Tiers({ form, event }: TierProps): JSX.Element {
  const rows = Object.keys(form.values).filter((name) => /^tiers\.\d+\.label$/.test(name)).length
  return (
    <fieldset class="for-tiered stack stack--tight">
      <legend>Prices</legend>
      {Array.from({ length: Math.min(MAX_TIERS, rows) }, (_, row) => (
        <Tier key={row} form={form} event={event} row={row} />
      ))}
      <div>
        <button class="button button--small" type="submit" name="action" value="add-price">
          <Icon name="plus" size={16} /> Add another price
        </button>
      </div>
      <p class="field__hint">To take a price away, empty its line.</p>
    </fieldset>
  )
}

function Tier({ form, event, row }: TierProps & { row: number }): JSX.Element {
  const id = tierField(row, 'id')
  const optional = row > 0 && 'silent'
  return (
    <div class="tier">
      <input type="hidden" name={id} value={form.values[id] ?? ''} />
      <Field form={form} name={tierField(row, 'label')} label="Name" optional={optional} />
      <AmountField
        form={form}
        name={tierField(row, 'price')}
        label="Price"
        currency={event.currency}
        optional={optional}
      />
      <Field
        form={form}
        name={tierField(row, 'quantity')}
        label="Places"
        optional
        input={{ inputmode: 'numeric', class: 'num' }}
      />
      <TierWindow form={form} event={event} row={row} />
    </div>
  )
}

/** Folded while it is empty: most prices are sold as long as their ticket. */
function TierWindow({ form, event, row }: TierProps & { row: number }): JSX.Element {
  const [start, end, hidden] = [
    tierField(row, 'sale_start'),
    tierField(row, 'sale_end'),
    tierField(row, 'is_hidden'),
  ]
  const isUsed = [start, end, hidden].some((name) => (form.values[name] ?? '') !== '')
  const label = form.values[tierField(row, 'label')] ?? ''
  return (
    <details class="tier__window" open={isUsed}>
      <summary>
        Only for a time
        <span class="visually-hidden">
          {' '}
          <bdi>{label}</bdi>
        </span>
      </summary>
      <p class="field__hint">Times in {zoneName(event.timezone, event.start_date)}</p>
      <div class="fields">
        <MomentField form={form} name={start} label="From" optional="silent" />
        <MomentField form={form} name={end} label="Until" optional="silent" />
      </div>
      <Check form={form} name={hidden} label="Hide this price" />
    </details>
  )
}
