import type { Context } from '../context.ts'
import { enqueueStatus, markMotion } from './store.ts'

const MOTION_MS = 10 * 60 * 1000

/** Queues an event's current status for the API, unless it is the one last sent, and has it sent at once. */
export async function announce(ctx: Context, eventId: string): Promise<void> {
  const queued = await enqueueStatus(ctx.db, { id: ctx.newId(), eventId, now: ctx.clock.now() })
  if (queued) ctx.signals.outbox.ring()
}

/** An organiser or Hi.Events did something in this account. */
export async function noteMotion(ctx: Context, accountId: number): Promise<void> {
  await markMotion(ctx.db, accountId, MOTION_MS)
}
