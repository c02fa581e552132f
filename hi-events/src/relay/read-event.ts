import { eventHash } from '../details/compare.ts'
import { compareChanged } from '../details/store.ts'
import { hasLogin } from '../mapping/account.ts'
import { findAccount } from '../mapping/store.ts'
import { cancelShopCheck, scheduleShopCheck } from '../sales/store.ts'
import { hasDates, noteCapability } from '../status/capabilities.ts'
import { queueStatusReport } from '../status/queue-status-report.ts'
import { sourceStatusOf } from '../status/source-status.ts'
import { applyReading, findLinkStatus, type LinkStatus, type Reading } from '../status/store.ts'
import { ticketDatesOf } from '../status/ticket-dates.ts'
import { endOf } from '../upstream/dates.ts'
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
    const reading = await read(context, link)
    if (reading === null) return null
    if (await takeReading(context, link, reading)) return reading.sourceStatus
  }
  return null
}

/**
 * Applies what was read, by itself or in a list, to the status of a link and to all that follows from it.
 *
 * @returns false when another reading was applied since this one began: this one may be the older one
 */
export async function takeReading(
  context: RelayContext,
  { hiEventId }: LinkStatus,
  reading: EventReading,
): Promise<boolean> {
  const { eventId, hasDates: has, eventHash: hash } = reading
  if (!(await apply(context, reading))) return false
  // The shop may have been read between the webhook and the commit of the change it reports.
  context.shopCache.invalidate(hiEventId)
  await queueStatusReport(context, eventId)
  if (has !== null) await noteCapability(context.db, 'dates', has)
  if (hash !== null) await compareChanged(context.db, [{ eventId, eventHash: hash }])
  return true
}

/** The hash, and whether the ticket system has dates, are null when there is no event. */
type EventReading = Reading & { eventHash: string | null; hasDates: boolean | null }

/** What an answer of Hi.Events says of a link's event. */
export function readingOf({ eventId, readCount }: LinkStatus, event: HiEvent): EventReading {
  return {
    eventId,
    basedOnCount: readCount,
    sourceStatus: sourceStatusOf(event),
    title: event.title,
    endDate: endOf(event),
    dates: ticketDatesOf(event),
    isMissing: false,
    hasDates: hasDates(event),
    eventHash: eventHash(event),
  }
}

async function read(context: RelayContext, link: LinkStatus): Promise<EventReading | null> {
  const account = await findAccount(context.db, link.accountId)
  if (account === undefined || !hasLogin(account)) return null
  const { eventId, readCount: basedOnCount, title, endDate, dates } = link
  try {
    const event = await context.tokens.use(
      account,
      (token) => context.hiEvents.event(token, link.hiEventId),
      'reading',
    )
    return readingOf(link, event)
  } catch (error) {
    if (!isUpstream(error, 'missing')) throw error
    return {
      eventId,
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

/** Both writes are in one transaction: an event that went live always has a shop check. */
async function apply({ db }: RelayContext, reading: Reading): Promise<boolean> {
  return db.begin(async (sql) => {
    const isApplied = await applyReading(sql, reading)
    if (isApplied)
      await (reading.sourceStatus === 'LIVE' ? scheduleShopCheck : cancelShopCheck)(sql, reading.eventId)
    return isApplied
  })
}
