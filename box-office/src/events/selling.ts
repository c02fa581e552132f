import { PHASES } from '@tuvens/design'
import type { BaseContext } from '../base-context.ts'
import { missing, Refusal } from '../refusal.ts'
import { lifecycleOf } from './shape.ts'
import { type EventRow, findAnyEvent } from './store.ts'

/**
 * An event that takes orders. As at Hi.Events (recording 62-order-create-after-end), one that is over still does by REST.
 *
 * @throws Refusal 404, 422
 */
export async function requireSelling({ db }: BaseContext, id: number): Promise<EventRow> {
  const event = await findAnyEvent(db, id)
  if (event === undefined) throw missing('Event', id)
  if (event.status !== 'LIVE') throw new Refusal(422, 'This event is not open for orders.')
  return event
}

/**
 * For the forms of the shop: what its page does not offer is not taken.
 *
 * @throws Refusal 404, 422 in the words of the page
 */
export async function requireOffered(context: BaseContext, id: number): Promise<void> {
  const event = await requireSelling(context, id)
  if (lifecycleOf(event, context.clock.now()) === 'ENDED') throw new Refusal(422, PHASES.ended.sentence)
}
