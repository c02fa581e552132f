import type { Tx } from '@tuvens/platform/db/db'
import type { BaseContext } from '../base-context.ts'
import { placesLeft } from '../dates/shape.ts'
import {
  listOccurrences,
  listPriceOverrides,
  lockOccurrences,
  type OccurrenceRow,
  type PriceOverride,
} from '../dates/store.ts'
import { invalid } from '../refusal.ts'
import type { OrderLine } from './input.ts'

type DatedOrder = { eventId: number; lines: readonly OrderLine[] }

/**
 * Locks the dates of an order and checks that each has room for it.
 *
 * @returns what differs from the usual prices on these dates
 * @throws Refusal 422 with a message for the buyer
 */
export async function requirePlaces(
  tx: Tx,
  { clock }: BaseContext,
  { eventId, lines }: DatedOrder,
): Promise<PriceOverride[]> {
  const ids = [...new Set(lines.flatMap(({ occurrenceId }) => occurrenceId ?? []))]
  await lockOccurrences(tx, ids)
  const occurrences = await listOccurrences(tx, [eventId])
  for (const id of ids) {
    const occurrence = occurrences.find((each) => each.id === id)
    const wanted = lines
      .filter((each) => each.occurrenceId === id)
      .reduce((sum, each) => sum + each.quantity, 0)
    checkDate(occurrence, wanted, clock.now())
  }
  return listPriceOverrides(tx, { eventId, ids })
}

function checkDate(occurrence: OccurrenceRow | undefined, wanted: number, now: number): void {
  const refuse = (message: string) => invalid('event_occurrence_id', message)
  if (occurrence === undefined) throw refuse('The selected event occurrence is invalid')
  if (occurrence.status === 'CANCELLED') throw refuse('This event occurrence has been cancelled')
  const { start_date, end_date } = occurrence
  const isOver = (end_date ?? start_date).getTime() < now
  if (isOver && end_date !== null) throw refuse('This event occurrence has ended')
  if (wanted > (placesLeft(occurrence) ?? wanted))
    throw refuse('Not enough capacity available for this occurrence')
}
