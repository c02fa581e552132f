import type { StatusContext } from './context.ts'
import { queueReport } from './store.ts'

/** Queues a report of an event's current status for the API, unless it was the last one sent, and wakes the outbox. */
export async function queueStatusReport(context: StatusContext, eventId: string): Promise<void> {
  const report = { id: context.newId(), eventId, now: context.clock.now() }
  if (await queueReport(context.db, report)) context.outboxWakeUp.wake()
}
