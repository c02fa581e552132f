import type { LinkReport, ReportedLink } from '@tuvens/contract'
import type { ReportContext } from './context.ts'
import { readPayments } from './read-payments.ts'
import { readShop, UNREACHABLE_SHOP } from './read-shop.ts'
import { readSource, UNREACHABLE_SOURCE } from './read-source.ts'
import { findCapability } from '../status/capabilities.ts'
import { findLinkEvidence, type LinkEvidence } from './store.ts'

/** A sweep is overdue when it has not run this long after it was due. */
const OVERDUE_MS = 120_000
/** A person waits for the report: an upstream slower than this counts as unreachable. */
const LIMIT_MS = 3_500

/** The evidence of an event's link at this moment, with one live read upstream. A failed read is part of it, not an error. */
export async function compileReport(context: ReportContext, eventId: string): Promise<LinkReport> {
  const evidence = await findLinkEvidence(context.db, eventId)
  const link = evidence === undefined ? null : await reportLink(context, evidence)
  const compiled_at = new Date(context.clock.now()).toISOString()
  return { event_id: eventId, compiled_at, frame_origins: context.config.embedOrigins, link }
}

async function reportLink(context: ReportContext, evidence: LinkEvidence): Promise<ReportedLink> {
  // A slow read continues within its own limits; its result is dropped.
  const limit = context.sleep(LIMIT_MS)
  const [source, shop, payments] = await Promise.all([
    Promise.race([readSource(context, evidence), limit.then(() => UNREACHABLE_SOURCE)]),
    Promise.race([readShop(context, evidence.hiEventId), limit.then(() => UNREACHABLE_SHOP)]),
    Promise.race([readPayments(context, evidence), limit.then(() => null)]),
  ])
  const canHaveDates = await findCapability(context.db, 'dates')
  return {
    hi_events_event_id: evidence.hiEventId,
    linked_at: evidence.linkedAt.toISOString(),
    registered_at: instant(evidence.registeredAt),
    missing_at: instant(evidence.missingAt),
    stopped_reason: evidence.stoppedReason,
    has_been_live: evidence.hasBeenLive,
    source,
    payments,
    ...(canHaveDates !== null && { can_have_dates: canHaveDates }),
    delivery: { received_at: instant(evidence.receivedAt), processed_at: instant(evidence.processedAt) },
    has_webhook: evidence.hasWebhook,
    sweep: {
      at: instant(evidence.sweptAt),
      has_failed: evidence.hasSweepFailed,
      is_overdue: context.clock.now() - evidence.sweepDueAt.getTime() > OVERDUE_MS,
    },
    messages: {
      waiting: evidence.waiting,
      dead_letters: evidence.deadLetters,
      delivered_at: instant(evidence.deliveredAt),
    },
    details: {
      differences: evidence.differences,
      is_waiting: evidence.isEditWaiting,
      has_failed: evidence.hasEditFailed,
      compared_at: instant(evidence.comparedAt),
    },
    copies: evidence.copies,
    shop,
  }
}

function instant(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
