import type { ItemRow } from '../../orders/store.ts'
import type { FormReader } from '../kit/form/form-reader.ts'

/** One ticket that needs a name. */
export type NamedTicket = { index: number; item: ItemRow; number: number; of: number }

/** Each ticket of an order, in order, numbered within its item. */
export function ticketsToName(items: readonly ItemRow[]): NamedTicket[] {
  return items
    .flatMap((item) =>
      Array.from({ length: item.quantity }, (_, at) => ({ item, number: at + 1, of: item.quantity })),
    )
    .map((ticket, index) => ({ ...ticket, index }))
}

export const ticketFieldName = (index: number, part: string) => `ticket.${index}.${part}`

/** Reads the buyer and the ticket holders into the input of `completeOrder`; undefined when a field was refused. */
export function readDetailsForm(
  form: FormReader,
  tickets: readonly NamedTicket[] | null,
): object | undefined {
  const buyer = readPerson(form, (part) => part, 'your')
  const products = (tickets ?? []).map((ticket) => readHolder(form, ticket, buyer))
  if (!form.ok) return undefined
  return { order: buyer, ...(tickets !== null && { products }) }
}

type BuyerInput = { first_name: string; last_name: string; email: string }

function readHolder(form: FormReader, { index, item }: NamedTicket, buyer: BuyerInput) {
  const holder = form.checked(ticketFieldName(index, 'same'))
    ? buyer
    : readPerson(form, (part) => ticketFieldName(index, part), 'their')
  return { ...holder, product_id: item.product_id, product_price_id: item.product_price_id }
}

function readPerson(form: FormReader, name: (part: string) => string, whose: string): BuyerInput {
  return {
    first_name: form.text(name('first_name'), { max: 40, required: `Write ${whose} first name` }),
    last_name: form.text(name('last_name'), { max: 40, required: `Write ${whose} last name` }),
    email: form.email(name('email'), `Write ${whose} e-mail address`),
  }
}
