import type { StatusContext } from './context.ts'
import { queueReports } from './store.ts'

/** Queues a report of an event's current status for the API, unless it was the last one sent, and wakes the outbox. */
export async function queueStatusReport(context: StatusContext, eventId: string): Promise<void> {
  const reports = [{ id: context.newId(), eventId }]
  if ((await queueReports(context.db, reports, context.clock.now())) > 0) context.outboxWakeUp.wake()
}
