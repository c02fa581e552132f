import type { DetailField, EventDetails } from '@tuvens/contract'
import type { Upstream, WrittenField } from '../details/field.ts'
import { fieldOf } from '../details/fields.ts'
import type { HiEvent, Image } from '../upstream/event-answers.ts'
import { hasSeveralDates } from '../upstream/dates.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { EventChange } from '../upstream/hi-events.ts'
import type { EditsContext } from './context.ts'
import type { Comparison } from './look.ts'
import { writeCover } from './write-cover.ts'
import { type EventOutcome, writeDates } from './write-dates.ts'

/** By the ticket system's field, the field of ours that it refuses. */
const REFUSED_FIELDS: Record<string, DetailField> = {
  title: 'title',
  description: 'description',
  start_date: 'times',
  end_date: 'times',
  timezone: 'times',
  category: 'category',
  currency: 'currency',
  location_details: 'venue',
}

/** The event after the writes, and the fields that were refused. */
export type Outcome = { upstream: Upstream; refused: DetailField[] }

/**
 * Writes the fields whose verdict is `write`, each call with all of its fields. What is refused is left out, and the rest
 * is written.
 *
 * @throws UpstreamError that is no refusal
 */
export async function write(context: EditsContext, comparison: Comparison): Promise<Outcome> {
  const fields = [...comparison.verdicts].filter(([, verdict]) => verdict === 'write').map(([name]) => name)
  const inEvent = fields.filter((name) => fieldOf(name).event !== undefined)
  const inSettings = fields.filter((name) => fieldOf(name).settings !== undefined)
  const event = await writeDates(context, comparison, await writeEvent(context, comparison, inEvent))
  const settings = await writeSettings(context, comparison, inSettings)
  const picture = fields.includes('picture') ? await writeCover(context, comparison) : null
  return {
    upstream: { event: withImages(event.result, comparison, picture), settings: settings.result },
    refused: [...event.refused, ...settings.refused, ...(picture === 'refused' ? ['picture' as const] : [])],
  }
}

/** The answers to some writes have no pictures: those that were read are still there. */
function withImages(event: HiEvent, { upstream }: Comparison, written: Image[] | 'refused' | null): HiEvent {
  const read = event.images ?? upstream.event.images ?? []
  return written === null && event === upstream.event
    ? event
    : { ...event, images: Array.isArray(written) ? written : read }
}

async function writeEvent(
  context: EditsContext,
  comparison: Comparison,
  fields: DetailField[],
): Promise<EventOutcome> {
  const { event } = comparison.upstream
  return untilTaken(fields, event, (rest) =>
    context.tokens.use(comparison.account, (token) =>
      context.hiEvents.updateEvent(token, comparison.hiEventId, merge(comparison, rest)),
    ),
  )
}

async function writeSettings(context: EditsContext, comparison: Comparison, fields: DetailField[]) {
  const { settings } = comparison.upstream
  return untilTaken(fields, settings, (rest) => {
    const body = Object.assign({}, ...rest.map((name) => fieldOf(name).settings?.(comparison.details)))
    return context.tokens.use(comparison.account, (token) =>
      context.hiEvents.patchSettings(token, comparison.hiEventId, body),
    )
  })
}

/** A write replaces the event: what is not ours stays as it was read. */
function merge({ upstream, details }: Comparison, fields: DetailField[]): EventChange {
  const { event } = upstream
  const kept = {
    title: event.title,
    description: event.description ?? null,
    ...ownTimes(event, details),
    timezone: event.timezone,
    currency: event.currency,
    category: event.category ?? 'OTHER',
  }
  return Object.assign(kept, ...fields.map((name) => fieldOf(name).event?.(details, upstream)))
}

/**
 * The times that a write leaves as they are. A write of an event that was made for one date moves one of its dates, by the
 * published source of Hi.Events the first that was made.
 */
function ownTimes(event: HiEvent, details: EventDetails): Pick<EventChange, 'start_date' | 'end_date'> {
  const [first] = (event.occurrences ?? []).toSorted((a, b) => a.id - b.id)
  const { start_date, end_date } = hasSeveralDates(event) && first !== undefined ? first : event
  return { start_date: start_date ?? details.startDate, end_date: end_date ?? null }
}

/** Calls with fewer and fewer fields until the rest is taken. */
async function untilTaken<T>(
  fields: DetailField[],
  unchanged: T,
  call: (fields: DetailField[]) => Promise<T>,
): Promise<{ result: T; refused: DetailField[] }> {
  const refused: DetailField[] = []
  for (let rest = fields; rest.length > 0; rest = fields.filter((each) => !refused.includes(each))) {
    try {
      return { result: await call(rest), refused }
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.failure !== 'refused') throw error
      refused.push(...refusedBy(error, rest))
    }
  }
  return { result: unchanged, refused }
}

/** A refusal that names none of the fields is about all of them. */
function refusedBy({ fields }: UpstreamError, written: DetailField[]): DetailField[] {
  const named = new Set(Object.keys(fields).map((field) => REFUSED_FIELDS[field.split('.', 1)[0] ?? '']))
  const refused = written.filter((each) => named.has(each))
  return refused.length > 0 ? refused : written
}

/** What is written down of a field that was refused. */
export function refusedRecord(name: DetailField, details: EventDetails, upstream: Upstream): WrittenField {
  const { ours, stored } = fieldOf(name)
  return { ours: ours(details), stored: stored(upstream), isRefused: true }
}
