import { completeOrder, ticketItemsOf } from '../../orders/complete.ts'
import type { ItemRow } from '../../orders/store.ts'
import { Refusal } from '../../refusal.ts'
import type { PageContext } from '../kit/context.ts'
import type { FormReader } from '../kit/form/form-reader.ts'
import { type NamedTicket, readDetailsForm, ticketsToName } from './details.ts'
import type { OpenedOrder } from './load.ts'

/** Null when this event needs only the buyer's name. */
export function missingNames({ settings }: OpenedOrder, tickets: readonly ItemRow[]): NamedTicket[] | null {
  return settings.attendee_details_collection_method === 'PER_TICKET' ? ticketsToName(tickets) : null
}

export function orderOf({ event, order, sessionIdentifier }: OpenedOrder) {
  return { eventId: event.id, shortId: order.short_id, sessionIdentifier }
}

/** False when a field was refused; the form has the reason. */
export async function finish(
  context: PageContext,
  opened: OpenedOrder,
  { form, address }: { form: FormReader; address: string },
): Promise<boolean> {
  const tickets = await ticketItemsOf(context, opened.event.id, opened.items)
  const input = readDetailsForm(form, missingNames(opened, tickets))
  if (input === undefined) return false
  try {
    await completeOrder(context, { ...orderOf(opened), input, address })
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // The organiser changed which names are needed: show the form again with what was typed.
    if (error.status === 422) form.refuse('', error.message)
    // 409: completed by a double click (the summary shows it) or expired (the details page shows this).
    else if (error.status !== 409) throw error
    return error.status === 409
  }
}
