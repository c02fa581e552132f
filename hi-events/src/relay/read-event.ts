import type { Flags, FlagVerdict, Settled } from '@tuvens/platform/flags/flags'
import { eventHash } from '../details/compare.ts'
import { compareChanged } from '../details/store.ts'
import { hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { cancelShopChecks, scheduleShopChecks } from '../sales/store.ts'
import { noteCapability } from '../status/capabilities.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import {
  applyReadings,
  findLinkStatus,
  type LinkStatus,
  queueReports,
  type Reading,
} from '../status/store.ts'
import { shownDatesOf } from '../status/ticket-dates.ts'
import { endOf, hasDates } from '../upstream/dates.ts'
import { isUpstream } from '../upstream/errors.ts'
import type { HiEvent } from '../upstream/event-answers.ts'
import type { RelayContext } from './context.ts'

const MAX_ATTEMPTS = 5

/**
 * Reads a linked event from Hi.Events and applies what was read to its status.
 *
 * Of two concurrent reads, either may return the older state. So a reading is applied only when no other one was applied
 * since its read began; else the event is read again.
 *
 * @returns the status read, or null when the event is not linked any more
 * @throws UpstreamError
 */
export async function readEvent(
  context: RelayContext,
  eventId: string,
): Promise<Reading['sourceStatus'] | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const link = await findLinkStatus(context.db, eventId)
    if (link === undefined) return null
    const reading = await readCounted(context, link)
    if (reading === null) return null
    if ((await takeReadings(context, [reading])).has(eventId)) return reading.sourceStatus
  }
  return null
}

/**
 * Applies what was read, by itself or in a list, to the statuses of links and to all that follows from them.
 *
 * @returns the events whose readings were applied. During any other, another one was applied: it may be the older one
 */
export async function takeReadings(context: RelayContext, readings: EventReading[]): Promise<Set<string>> {
  if (readings.length === 0) return new Set()
  const { applied, queued } = await apply(context, readings)
  const taken = readings.filter(({ eventId }) => applied.has(eventId))
  // The shop may have been read between the webhook and the commit of the change it reports.
  for (const { hiEventId } of taken) context.shopCache.invalidate(hiEventId)
  if (queued > 0) context.outboxWakeUp.wake()
  for (const has of new Set(taken.map(({ hasDates }) => hasDates)))
    if (has !== null) await noteCapability(context.db, 'dates', has)
  await compareChanged(
    context.db,
    taken.flatMap(({ eventId, eventHash, hasDates }) =>
      eventHash === null ? [] : [{ eventId, eventHash, hasDates: hasDates === true }],
    ),
  )
  return applied
}

/** The hash, and whether the ticket system has dates, are null when there is no event. */
type EventReading = Reading & { hiEventId: number; eventHash: string | null; hasDates: boolean | null }

/** What an answer of Hi.Events says of a link's event. */
export function readingOf(
  flags: Flags,
  { eventId, accountId, hiEventId, readCount }: LinkStatus,
  event: HiEvent,
): EventReading {
  return {
    eventId,
    hiEventId,
    basedOnCount: readCount,
    sourceStatus: sourceStatusOf(event),
    title: event.title,
    endDate: endOf(event),
    dates: shownDatesOf(flags, accountId, event),
    isMissing: false,
    hasDates: hasDates(event),
    eventHash: eventHash(event),
  }
}

/** Both paths read the same; what differs is what is made of it. */
function readCounted(context: RelayContext, link: LinkStatus): Promise<EventReading | null> {
  const { accountId, eventId } = link
  const path = () => read(context, link)
  const judge = (settled: Settled<unknown>) => ('error' in settled ? verdictOf(settled.error) : 'ok')
  return context.flags.run('several-dates', { accountId, eventId }, { on: path, off: path, judge })
}

/** Only an answer that we do not understand says something about what we make of it. */
function verdictOf(error: unknown): FlagVerdict {
  return isUpstream(error) && error.failure !== 'invalid' ? 'ignored' : 'failed'
}

async function read(context: RelayContext, link: LinkStatus): Promise<EventReading | null> {
  const account = await findAccount(context.db, link.accountId)
  if (account === undefined || !hasLogin(account)) return null
  const { eventId, hiEventId, readCount: basedOnCount, title, endDate, dates } = link
  try {
    const event = await context.tokens.use(
      account,
      (token) => context.hiEvents.event(token, hiEventId),
      'reading',
    )
    return readingOf(context.flags, link, event)
  } catch (error) {
    if (!isUpstream(error, 'missing')) throw error
    return {
      eventId,
      hiEventId,
      basedOnCount,
      sourceStatus: 'CANCELLED',
      title,
      endDate,
      dates,
      isMissing: true,
      hasDates: null,
      eventHash: null,
    }
  }
}

/** All writes are in one transaction: an event that went live always has a shop check, and a status that was stored is reported. */
async function apply(context: RelayContext, readings: Reading[]) {
  return context.db.begin(async (sql) => {
    const applied = await applyReadings(sql, readings)
    await scheduleShopChecks(sql, applied)
    await cancelShopChecks(sql, applied)
    const reports = applied.map((eventId) => ({ id: context.newId(), eventId }))
    const queued = await queueReports(sql, reports, context.clock.now())
    return { applied: new Set(applied), queued }
  })
}
