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
    if (await apply(context, reading)) {
      // The shop may have been read between the webhook and the commit of the change it reports.
      context.shopCache.invalidate(link.hiEventId)
      await queueStatusReport(context, eventId)
      if (reading.hasDates !== null) await noteCapability(context.db, 'dates', reading.hasDates)
      if (reading.eventHash !== null)
        await compareChanged(context.db, [{ eventId, eventHash: reading.eventHash }])
      return reading.sourceStatus
    }
  }
  return null
}

/** The hash, and whether the ticket system has dates, are null when there is no event. */
type EventReading = Reading & { eventHash: string | null; hasDates: boolean | null }

async function read(context: RelayContext, link: LinkStatus): Promise<EventReading | null> {
  const account = await findAccount(context.db, link.accountId)
  if (account === undefined || !hasLogin(account)) return null
  const { eventId, readCount: basedOnCount, title, endDate, dates } = link
  try {
    const event = await context.tokens.use(account, (token) => context.hiEvents.event(token, link.hiEventId))
    return {
      eventId,
      basedOnCount,
      sourceStatus: sourceStatusOf(event),
      title: event.title,
      endDate: endOf(event),
      dates: ticketDatesOf(event),
      isMissing: false,
      hasDates: hasDates(event),
      eventHash: eventHash(event),
    }
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
