import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { Check } from '../../kit/form/choices.tsx'
import { formatRate } from '../taxes/rate.ts'
import { taxField, type TicketOptionsProps } from './ticket-form.ts'

export function Taxes({ form, event, choices: { taxes } }: TicketOptionsProps): JSX.Element {
  return (
    <fieldset>
      <legend>Taxes and fees</legend>
      <p class="field__hint">
        {taxes.length === 0
          ? 'None are set up yet: see “Taxes and fees” on the page of all tickets.'
          : 'What is ticked comes on the price. Free tickets stay free.'}
      </p>
      {taxes.map((tax) => (
        <Check
          key={tax.id}
          form={form}
          name={taxField(tax.id)}
          label={`${isolated(tax.name)}, ${formatRate(tax, event.currency)}`}
          {...(!tax.is_active && { hint: 'Off at the moment' })}
        />
      ))}
    </fieldset>
  )
}
