import type { BaseContext } from '../../base-context.ts'
import { readDates } from '../input.ts'
import { requireEvent } from '../read.ts'
import { invalid, missing } from '../../refusal.ts'
import { Fields } from '../../rest/fields.ts'
import type { Principal } from '../../rest/principal.ts'
import { datesOfRule, dayIn, minuteIn, readRule } from '../../dates/rule.ts'
import {
  cancelOccurrence,
  cancelWaiting,
  deleteOccurrence,
  excludeDate,
  excludeOccurrence,
  insertOccurrence,
  listOccurrences,
  lockOccurrences,
  type NewOccurrence,
  type OccurrenceRow,
  type PriceOverride,
  replaceOccurrences,
  savePriceOverride,
  saveRule,
  spanDates,
  updateOccurrence,
} from '../../dates/store.ts'

/** Which date of which event is changed, and how. */
export type DateChange = { eventId: number; occurrenceId: number; input: unknown }

/** Makes the dates of a rule. */
export async function generateDates(
  context: BaseContext,
  principal: Principal,
  { eventId, input }: Omit<DateChange, 'occurrenceId'>,
): Promise<OccurrenceRow[]> {
  const { id, timezone } = await requireEvent(context, principal, eventId)
  const fields = new Fields(input)
  const rule = readRule(fields)
  fields.done()
  return context.db.begin(async (tx) => {
    const excluded = await saveRule(tx, id, rule)
    const dates = datesOfRule(rule, { timezone, now: context.clock.now() })
    const wanted = dates.filter((each) => !excluded.includes(minuteIn(timezone, each.start_date)))
    await replaceOccurrences(tx, id, wanted)
    await spanDates(tx, id)
    return listOccurrences(tx, [id])
  })
}

/** Cancels one date; its orders stay, for the organiser to decide. */
export async function cancelDate(
  context: BaseContext,
  principal: Principal,
  { eventId, occurrenceId }: Omit<DateChange, 'input'>,
): Promise<OccurrenceRow> {
  const { id, timezone } = await requireEvent(context, principal, eventId)
  return context.db.begin(async (tx) => {
    if (!(await cancelOccurrence(tx, { eventId: id, id: occurrenceId })))
      throw missing('EventOccurrence', occurrenceId)
    const [cancelled] = await only(tx, id, occurrenceId)
    if (cancelled === undefined) throw missing('EventOccurrence', occurrenceId)
    await cancelWaiting(tx, [occurrenceId])
    await excludeDate(tx, id, dayIn(timezone, cancelled.start_date.getTime()))
    await spanDates(tx, id)
    return cancelled
  })
}

const HAS_ORDERS = 'This date has orders, so it cannot be deleted. Cancel it instead.'

/**
 * Deletes one date that nobody has ordered. A rule does not bring it back.
 *
 * @throws Refusal 404, 422 while it has orders
 */
export async function deleteDate(
  context: BaseContext,
  principal: Principal,
  { eventId, occurrenceId }: Omit<DateChange, 'input'>,
): Promise<void> {
  const { id, timezone } = await requireEvent(context, principal, eventId)
  await context.db.begin(async (tx) => {
    await lockOccurrences(tx, [occurrenceId])
    const [date] = await only(tx, id, occurrenceId)
    if (date === undefined) throw missing('EventOccurrence', occurrenceId)
    await cancelWaiting(tx, [occurrenceId])
    if (!(await deleteOccurrence(tx, { eventId: id, id: occurrenceId })))
      throw invalid('occurrence', HAS_ORDERS)
    await excludeOccurrence(tx, id, minuteIn(timezone, date.start_date))
    await spanDates(tx, id)
  })
}

/** Adds one date. */
export async function addDate(
  context: BaseContext,
  principal: Principal,
  { eventId, input }: Omit<DateChange, 'occurrenceId'>,
): Promise<OccurrenceRow> {
  const { id, timezone } = await requireEvent(context, principal, eventId)
  const wanted = readDate(input, timezone)
  return context.db.begin(async (tx) => {
    const occurrenceId = await insertOccurrence(tx, id, wanted)
    await spanDates(tx, id)
    const [added] = await only(tx, id, occurrenceId)
    if (added === undefined) throw missing('EventOccurrence', occurrenceId)
    return added
  })
}

/** @throws Refusal 422 */
function readDate(input: unknown, timezone: string): NewOccurrence {
  const fields = new Fields(input)
  const { start_date, end_date } = readDates(fields, timezone)
  if (end_date !== null && end_date <= start_date)
    fields.refuse('end_date', 'The end date field must be a date after start date.')
  const wanted = {
    start_date,
    end_date,
    capacity: fields.optionalInteger('capacity', { max: 1_000_000 }),
    label: fields.optionalText('label', { max: 255 }),
  }
  fields.done()
  return wanted
}

/** Moves one date, or changes its places or name. */
export async function changeDate(
  context: BaseContext,
  principal: Principal,
  { eventId, occurrenceId, input }: DateChange,
): Promise<OccurrenceRow> {
  const { id, timezone } = await requireEvent(context, principal, eventId)
  const wanted = readDate(input, timezone)
  return context.db.begin(async (tx) => {
    if (!(await updateOccurrence(tx, { eventId: id, id: occurrenceId }, wanted)))
      throw missing('EventOccurrence', occurrenceId)
    await spanDates(tx, id)
    const [changed] = await only(tx, id, occurrenceId)
    if (changed === undefined) throw missing('EventOccurrence', occurrenceId)
    return changed
  })
}

/** Sets what a price costs on one date. */
export async function overridePrice(
  context: BaseContext,
  principal: Principal,
  { eventId, occurrenceId, input }: DateChange,
): Promise<PriceOverride> {
  const { id } = await requireEvent(context, principal, eventId)
  const fields = new Fields(input)
  const product_price_id = fields.integer('product_price_id', { min: 1, max: 2 ** 31 - 1 })
  const price = fields.number('price', { max: 1e8 })
  fields.done()
  const saved = await savePriceOverride(context.db, {
    eventId: id,
    occurrence_id: occurrenceId,
    product_price_id,
    price,
  })
  if (saved === undefined) throw missing('EventOccurrence', occurrenceId)
  return saved
}

async function only(tx: Parameters<typeof listOccurrences>[0], eventId: number, id: number) {
  return (await listOccurrences(tx, [eventId])).filter((each) => each.id === id)
}
