import type { ItemRow } from '../../orders/store.ts'
import type { FormReader } from '../kit/form.ts'

/** One ticket that needs a name. */
export type Seat = { index: number; item: ItemRow; number: number; of: number }

/** Each ticket of an order, in order, numbered within its kind. */
export function seatsOf(items: readonly ItemRow[]): Seat[] {
  return items
    .flatMap((item) =>
      Array.from({ length: item.quantity }, (_, at) => ({ item, number: at + 1, of: item.quantity })),
    )
    .map((seat, index) => ({ ...seat, index }))
}

export const seatField = (index: number, part: string) => `ticket.${index}.${part}`

/** Reads who buys and who comes, into what completes an order; undefined when something is missing. */
export function readDetailsForm(form: FormReader, seats: readonly Seat[] | null): object | undefined {
  const buyer = readPerson(form, (part) => part, 'your')
  const products = (seats ?? []).map((seat) => readSeat(form, seat, buyer))
  if (!form.ok) return undefined
  return { order: buyer, ...(seats !== null && { products }) }
}

type Person = { first_name: string; last_name: string; email: string }

function readSeat(form: FormReader, { index, item }: Seat, buyer: Person) {
  const holder = form.checked(seatField(index, 'same'))
    ? buyer
    : readPerson(form, (part) => seatField(index, part), 'their')
  return { ...holder, product_id: item.product_id, product_price_id: item.product_price_id }
}

function readPerson(form: FormReader, name: (part: string) => string, whose: string): Person {
  return {
    first_name: form.text(name('first_name'), { max: 40, required: `Write ${whose} first name` }),
    last_name: form.text(name('last_name'), { max: 40, required: `Write ${whose} last name` }),
    email: form.email(name('email'), `Write ${whose} e-mail address`),
  }
}
