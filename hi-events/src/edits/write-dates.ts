import type { DetailField } from '@tuvens/contract'
import { type DateChanges, type DateHere, dateChanges, isSameDates } from '../details/dates.ts'
import { comparesDates } from '../details/times-field.ts'
import type { Bearer } from '../upstream/call.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { EditsContext } from './context.ts'
import type { Comparison } from './look.ts'

/** An event after a write, and the fields of it that were refused. */
export type EventOutcome = { result: HiEvent; refused: DetailField[] }

/**
 * Gives the Hi.Events event the dates of the Tuvens event, one call for each that differs. What is refused, such as the
 * removal of a date with orders, is left out, and the rest is written. After a failure the next comparison goes on.
 *
 * @param outcome the event after its own write
 * @returns the event with its dates as they then are
 * @throws UpstreamError that is no refusal
 */
export async function writeDates(
  context: EditsContext,
  { upstream, details, written, verdicts, account, hiEventId }: Comparison,
  outcome: EventOutcome,
): Promise<EventOutcome> {
  const isDue = verdicts.get('times') === 'write' && comparesDates(details, upstream, written.times)
  if (!isDue || outcome.refused.includes('times')) return outcome
  for (const call of callsOf(context, upstream.event, dateChanges(details, upstream.event)))
    await unlessRefused(() => context.tokens.use(account, (token) => call(token, hiEventId)))
  const result = await context.tokens.use(account, (token) => context.hiEvents.event(token, hiEventId))
  // Whatever the reason, dates that still differ are shown to the organiser.
  return { result, refused: isSameDates(details, result) ? outcome.refused : [...outcome.refused, 'times'] }
}

type DateCall = (token: Bearer, hiEventId: number) => Promise<void>

function callsOf({ hiEvents }: EditsContext, event: HiEvent, { move, add, remove }: DateChanges): DateCall[] {
  return [
    ...move.map(({ id, to }): DateCall => {
      const { capacity = null, label = null } = event.occurrences?.find((each) => each.id === id) ?? {}
      return (token, eventId) => hiEvents.updateDate(token, eventId, { id, ...timesOf(to), capacity, label })
    }),
    ...add.map(
      (date): DateCall =>
        (token, eventId) =>
          hiEvents.addDate(token, eventId, timesOf(date)),
    ),
    ...remove.map(
      (id): DateCall =>
        (token, eventId) =>
          hiEvents.deleteDate(token, eventId, id),
    ),
  ]
}

function timesOf({ startDate, endDate }: DateHere) {
  return { start_date: startDate, end_date: endDate }
}

/** A date that is refused, or that somebody has removed meanwhile, does not keep the others from being written. */
async function unlessRefused(call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!isUpstream(error, 'refused') && !isUpstream(error, 'missing')) throw error
  }
}
