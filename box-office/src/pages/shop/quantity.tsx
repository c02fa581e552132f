import { isolated } from '@tuvens/platform/text/isolated'
import type { JSX } from 'preact'
import { quantityLeft } from '../../catalogue/availability.ts'
import { fieldId } from '../kit/form/field-frame.tsx'
import type { OfferLineProps } from './props.ts'

export function Quantity({ product, price, found, form }: Omit<OfferLineProps, 'now'>): JSX.Element {
  const name = quantityName(price.id)
  const max = Math.min(product.max_per_order, quantityLeft(price) ?? product.max_per_order)
  const only = found.categories.flatMap((each) => each.products).flatMap((each) => each.prices).length === 1
  const value = form.values[name] ?? String(only ? Math.min(max, Math.max(1, product.min_per_order)) : 0)
  const title = isolated(product.title)
  const refused = form.problems.some((each) => each.field === name)
  return (
    <div class="stepper">
      <button type="button" data-step="-1" aria-label={`One ${title} less`} hidden>
        −
      </button>
      <input
        type="number"
        id={fieldId(name)}
        name={name}
        value={value}
        min={0}
        max={max}
        step={1}
        inputMode="numeric"
        aria-invalid={refused ? 'true' : undefined}
        aria-describedby={refused ? `${fieldId(name)}-error` : undefined}
      />
      <button type="button" data-step="1" aria-label={`One ${title} more`} hidden>
        +
      </button>
    </div>
  )
}

export function quantityName(priceId: number): string {
  return `quantity.${priceId}`
}
