import { EDITS_SWITCHED_OFF, type ReportedLink } from '@tuvens/contract'
import type { Sql } from '@tuvens/platform/db/db'

/** What our own tables hold about a link: its row, its account's webhook and sweep, and the last messages in and out. */
export type LinkEvidence = {
  accountId: number
  hiEventId: number
  linkedAt: Date
  registeredAt: Date | null
  missingAt: Date | null
  stoppedReason: 'conflict' | 'gone' | null
  hasBeenLive: boolean
  hasWebhook: boolean
  sweptAt: Date | null
  sweepDueAt: Date
  hasSweepFailed: boolean
  receivedAt: Date | null
  processedAt: Date | null
  waiting: number
  /** Since the last delivered message: older ones no longer matter. */
  deadLetters: number
  deliveredAt: Date | null
  copies: number
  differences: ReportedLink['details']['differences']
  isEditWaiting: boolean
  hasEditFailed: boolean
  comparedAt: Date | null
}

/** The evidence of a Tuvens event's link. */
export async function findLinkEvidence(sql: Sql, eventId: string): Promise<LinkEvidence | undefined> {
  const [evidence] = await sql<LinkEvidence[]>`
    select l.tuvens_account_id::float8 as "accountId", l.hi_event_id::float8 as "hiEventId",
      l.created_at as "linkedAt",
      s.registered_at as "registeredAt", s.missing_at as "missingAt", s.stopped_reason as "stoppedReason",
      s.was_live as "hasBeenLive", a.webhook_id is not null and a.webhook_error is null as "hasWebhook",
      w.swept_at as "sweptAt", w.due_at as "sweepDueAt", w.error is not null as "hasSweepFailed",
      d.received_at as "receivedAt", d.processed_at as "processedAt",
      o.waiting, o.dead_letters as "deadLetters", o.delivered_at as "deliveredAt",
      (select count(*)::integer from copies c where c.tuvens_event_id = l.tuvens_event_id) as copies,
      coalesce(t.differences, '[]') as differences, t.due_at is not null as "isEditWaiting",
      coalesce(t.last_error, ${EDITS_SWITCHED_OFF}) <> ${EDITS_SWITCHED_OFF} as "hasEditFailed", t.compared_at as "comparedAt"
    from links l
    join link_statuses s using (tuvens_event_id, hi_event_id)
    join accounts a using (tuvens_account_id)
    join sweeps w using (tuvens_account_id)
    left join link_details t on t.tuvens_event_id = l.tuvens_event_id
    left join lateral (
      select received_at, processed_at from deliveries
      where tuvens_account_id = l.tuvens_account_id and hi_event_id = l.hi_event_id
        -- What was seen in the pass-through does not show that webhooks arrive.
        and event_type not like 'observed.%'
      order by received_at desc limit 1) d on true
    cross join lateral (
      select max(delivered_at) as delivered_at,
        count(*) filter (where delivered_at is null and dead_at is null)::integer as waiting,
        count(*) filter (where dead_at is not null and sent_at_ms > last_delivered)::integer as dead_letters
      from (
        select delivered_at, dead_at, sent_at_ms,
          coalesce(max(sent_at_ms) filter (where delivered_at is not null) over (), 0) as last_delivered
        from outbox where tuvens_event_id = l.tuvens_event_id and hi_event_id = l.hi_event_id) m) o
    where l.tuvens_event_id = ${eventId}`
  return evidence
}
