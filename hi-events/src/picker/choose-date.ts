import type { TicketDate } from '@tuvens/contract'
import { findLinkStatusByHiEvent } from '../status/store.ts'
import type { Shop } from '../shop/shop.ts'
import type { EventDate } from '../upstream/dates.ts'
import type { PickerContext } from './context.ts'

/** The date whose tickets are shown; or the dates to choose from, with what became of the chosen one. */
export type DateChoice =
  | { date: EventDate | null }
  | { dates: EventDate[]; problem: 'cancelled' | 'gone' | null }

/**
 * Decides what a visitor of an event sees: an event of a single date shows its tickets, one of several shows its dates until
 * one is chosen. Nothing is sold for a date that is not in the list.
 */
export async function chooseDate(
  context: PickerContext,
  shop: Shop,
  dateId: number | null,
): Promise<DateChoice> {
  if (!shop.hasSeveralDates) return { date: shop.dates[0] ?? null }
  const dates = await datesToCome(context, shop)
  const chosen = dates.find(({ id }) => id === dateId)
  if (chosen !== undefined && chosen.state !== 'cancelled') return { date: chosen }
  const problem = chosen === undefined ? 'gone' : 'cancelled'
  return { dates, problem: dateId === null ? null : problem }
}

/** The public read lacks cancelled dates: who has planned for one finds it in what our own login last read. */
async function datesToCome({ db, clock }: PickerContext, { eventId, dates }: Shop): Promise<EventDate[]> {
  const link = await findLinkStatusByHiEvent(db, eventId)
  const isOffered = new Set(dates.map(({ id }) => id))
  const cancelled = (link?.dates ?? [])
    .filter(({ id, state }) => state === 'cancelled' && !isOffered.has(id))
    .map(eventDateOf)
    .filter(({ startsAt }) => startsAt.getTime() > clock.now())
  const toCome = dates.filter(({ state }) => state !== 'past')
  return [...toCome, ...cancelled].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

function eventDateOf({ id, startDate, endDate, label, state }: TicketDate): EventDate {
  return {
    id,
    startsAt: new Date(startDate),
    endsAt: endDate === null ? null : new Date(endDate),
    label,
    state,
    left: null,
  }
}
