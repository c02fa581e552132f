import type { CallError } from '@tuvens/platform/http/call-error'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import type { StatusContext } from '../context.ts'
import { queueReports } from '../store.ts'
import { dropFutureMessage, markDelivered, type OutboxMessage, passNewestTime } from './store.ts'

/**
 * Queues the event's current status in the place of a report that the API refuses as one from the future, because a clock
 * is or was ahead. It is numbered by the earlier of the two clocks, so that the API takes it while ours is still wrong.
 */
export async function renumber(
  context: StatusContext,
  { id, eventId }: OutboxMessage,
  refusal: CallError,
): Promise<void> {
  const ours = context.clock.now()
  const theirs = timeOf(refusal) ?? ours
  const now = Math.min(ours, theirs)
  await context.db.begin(async (sql) => {
    await dropFutureMessage(sql, { id, now: theirs })
    await queueReports(sql, [{ id: context.newId(), eventId }], now)
  })
  context.log.error(
    { alert: 'SENT_IN_FUTURE', eventId, aheadMs: ours - now },
    "The API refused a status report as one from the future, so it is numbered again: this machine's clock or that of the API is wrong",
  )
}

/**
 * Marks a report as delivered that has no effect, because the API has a newer one of the pair. When that one is newer than
 * all reports of the link here, a clock is or was behind and the link's numbers were lost with the database: the event's
 * current status is queued with a number after the newest one. This ends: the API takes that number, or refuses it as one
 * from the future, and then the newest one orders nothing there.
 */
export async function renumberStale(
  context: StatusContext,
  message: OutboxMessage,
  newestSentAtMs: number,
): Promise<void> {
  const { id, eventId, sentAtMs } = message
  const isPassed = await context.db.begin(async (sql) => {
    await markDelivered(sql, id)
    const isPassed = await passNewestTime(sql, message, newestSentAtMs)
    if (isPassed) await queueReports(sql, [{ id: context.newId(), eventId }], context.clock.now())
    return isPassed
  })
  if (!isPassed) return
  context.outboxWakeUp.wake()
  context.log.warn(
    { eventId, behindMs: newestSentAtMs - sentAtMs },
    "The API has a newer status report than all of this event here, so the status is sent again with a later time: this machine's clock is or was behind",
  )
}

const TimedBody = Type.Object({ timestamp: Type.String() })

/** When the API refused, by its own clock; undefined when the response does not tell. */
function timeOf({ body }: CallError): number | undefined {
  const time = Check(TimedBody, body) ? Date.parse(body.timestamp) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
