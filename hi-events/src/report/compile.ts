import type { LinkReport, ReportedLink } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'
import { differencesOf } from '../details/compare.ts'
import type { Upstream } from '../details/field.ts'
import { findLinkDetails } from '../details/store.ts'
import { compareAll } from '../edits/look.ts'
import type { ReportContext } from './context.ts'
import { readPayments } from './read-payments.ts'
import { readShop, UNREACHABLE_SHOP } from './read-shop.ts'
import { readSource, UNREACHABLE_SOURCE } from './read-source.ts'
import { findCapability } from '../status/capabilities.ts'
import { findLinkEvidence, type LinkEvidence } from './store.ts'

type ReportedDifferences = ReportedLink['details']['differences']

/** A sweep is overdue when it has not run this long after it was due. */
const OVERDUE_MS = 120_000
/** A person waits for the report: an upstream slower than this counts as unreachable. */
const LIMIT_MS = 3_500

/** The evidence of an event's link at this moment, with live reads upstream. A failed read is part of it, not an error. */
export async function compileReport(context: ReportContext, eventId: string): Promise<LinkReport> {
  const evidence = await findLinkEvidence(context.db, eventId)
  const link = evidence === undefined ? null : await reportLink(context, eventId, evidence)
  const compiled_at = new Date(context.clock.now()).toISOString()
  return { event_id: eventId, compiled_at, frame_origins: context.config.embedOrigins, link }
}

async function reportLink(
  context: ReportContext,
  eventId: string,
  evidence: LinkEvidence,
): Promise<ReportedLink> {
  // A slow read continues within its own limits; its result is dropped.
  const limit = context.sleep(LIMIT_MS)
  const [{ source, upstream }, shop] = await Promise.all([
    Promise.race([readSource(context, evidence), limit.then(() => UNREACHABLE_SOURCE)]),
    Promise.race([readShop(context, evidence.hiEventId), limit.then(() => UNREACHABLE_SHOP)]),
  ])
  const [payments, differences] = await Promise.all([
    upstream && Promise.race([readPayments(context, upstream), limit.then(() => null)]),
    upstream && compareDetails(context.db, eventId, upstream),
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
    ...(upstream && { tells_holders: upstream.event.tells_ticket_holders === true }),
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
      differences: differences ?? evidence.differences,
      is_waiting: evidence.isEditWaiting,
      has_failed: evidence.hasEditFailed,
      compared_at: instant(differences === null ? evidence.comparedAt : new Date(context.clock.now())),
    },
    copies: evidence.copies,
    shop,
  }
}

/** The fields that differ now; null when the API has not told what the event says yet. */
async function compareDetails(
  sql: Sql,
  eventId: string,
  upstream: Upstream,
): Promise<ReportedDifferences | null> {
  const link = await findLinkDetails(sql, eventId)
  if (link === undefined || link.details === null) return null
  const verdicts = compareAll(link.details, upstream, link.written)
  return differencesOf(verdicts, link.details, upstream).map(({ field, reason }) => ({ field, reason }))
}

function instant(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
