import type { RelayContext } from './context.ts'
import { enqueueStatus, markMotion } from './store.ts'

const MOTION_MS = 10 * 60 * 1000

/** Queues an event's current status for the API, unless it is the one last sent, and has it sent at once. */
export async function announce(context: RelayContext, eventId: string): Promise<void> {
  const queued = await enqueueStatus(context.db, { id: context.newId(), eventId, now: context.clock.now() })
  if (queued) context.signals.outbox.ring()
}

/** An organiser or Hi.Events did something in this account. */
export async function noteMotion(context: RelayContext, accountId: number): Promise<void> {
  await markMotion(context.db, accountId, MOTION_MS)
}
