import type { LinkReport, ReportedLink } from '@tuvens/contract'
import type { ReportContext as Context } from './context.ts'
import { lookAtSale } from './look-at-sale.ts'
import { lookAtSource } from './look-at-source.ts'
import { findTrail, type Trail } from './store.ts'

/** A sweep that should have been and has not for this long is overdue. */
const OVERDUE_MS = 120_000

/** What is seen of an event's link at this moment, with one live look upstream. A failed look is a finding, no error. */
export async function compileReport(context: Context, eventId: string): Promise<LinkReport> {
  const trail = await findTrail(context.db, eventId)
  const link = trail === undefined ? null : await reportLink(context, trail)
  const seen_at = new Date(context.clock.now()).toISOString()
  return { event_id: eventId, seen_at, frame_origins: context.config.embedOrigins, link }
}

async function reportLink(context: Context, trail: Trail): Promise<ReportedLink> {
  const [look, sale] = await Promise.all([lookAtSource(context, trail), lookAtSale(context, trail.hiEventId)])
  return {
    hi_events_event_id: trail.hiEventId,
    linked_at: trail.linkedAt.toISOString(),
    told_at: instant(trail.toldAt),
    lost_at: instant(trail.lostAt),
    stopped: trail.stopped === null ? null : trail.stopped === 'gone' ? 'gone' : 'conflict',
    has_been_live: trail.hasBeenLive,
    look,
    delivery: { received_at: instant(trail.receivedAt), worked_at: instant(trail.workedAt) },
    has_webhook: trail.hasWebhook,
    sweep: {
      at: instant(trail.sweptAt),
      has_failed: trail.hasSweepFailed,
      is_overdue: context.clock.now() - trail.sweepDueAt.getTime() > OVERDUE_MS,
    },
    messages: {
      waiting: trail.waiting,
      dead: trail.dead,
      delivered_at: instant(trail.deliveredAt),
    },
    copies: trail.copies,
    sale,
  }
}

function instant(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
