import type { CallError } from '@tuvens/platform/http/call-error'
import { Type } from 'typebox'
import { Check } from 'typebox/schema'
import type { StatusContext } from '../context.ts'
import { queueReport } from '../store.ts'
import { dropFutureMessage, type OutboxMessage } from './store.ts'

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
  const now = Math.min(ours, timeOf(refusal) ?? ours)
  await context.db.begin(async (sql) => {
    await dropFutureMessage(sql, { id, now })
    await queueReport(sql, { id: context.newId(), eventId, now })
  })
  context.log.error(
    { alert: 'SENT_IN_FUTURE', eventId, aheadMs: ours - now },
    "The API refused a status report as one from the future, so it is numbered again: this machine's clock or that of the API is wrong",
  )
}

const TimedBody = Type.Object({ timestamp: Type.String() })

/** When the API refused, by its own clock; undefined when the response does not tell. */
function timeOf({ body }: CallError): number | undefined {
  const time = Check(TimedBody, body) ? Date.parse(body.timestamp) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
