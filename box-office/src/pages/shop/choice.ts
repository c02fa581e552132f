import type { PublicEvent } from '../../public/event.ts'
import type { FormReader } from '../kit/form/form-reader.ts'
import { quantityName } from './quantity.tsx'

export type ChosenProduct = {
  event_occurrence_id?: number
  product_id: number
  quantities: { price_id: number; quantity: number; price?: number }[]
}

/** The chosen tickets, one entry per price, so that a refusal can be shown beside it. */
export function readChoice(
  form: FormReader,
  { categories, event, dates, date }: PublicEvent,
): ChosenProduct[] {
  const chosen = categories
    .flatMap((each) => each.products)
    .flatMap((product) =>
      product.prices.map((price) => {
        const quantity =
          form.integer(quantityName(price.id), { label: 'The number of tickets', max: 10_000 }) ?? 0
        const amount =
          product.type === 'DONATION' && quantity > 0 ? readAmount(form, price.id, event.currency) : null
        return {
          ...(date !== null && { event_occurrence_id: date.id }),
          product_id: product.id,
          quantities: [{ price_id: price.id, quantity, ...(amount !== null && { price: amount }) }],
        }
      }),
    )
    .filter((each) => each.quantities.some(({ quantity }) => quantity > 0))
  if (form.ok && chosen.length === 0) form.refuse('', 'Choose how many tickets you want')
  if (dates.length > 0 && date === null)
    form.refuse('', 'This date is not offered any more. Choose another one')
  if (event.status !== 'LIVE') form.refuse('', 'The event is not published, so nothing can be bought yet')
  return chosen
}

function readAmount(form: FormReader, priceId: number, currency: string): number | null {
  return form.amount(`amount.${priceId}`, { label: 'Your amount', currency })
}
