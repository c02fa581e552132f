import type { LinkReport, ReportedLink, TicketingReport } from '@tuvens/contract'

export const ADDRESSES = { site: 'http://tuvens.example', ticketOrigin: 'http://tickets.example' }

export function aLink(over: Partial<ReportedLink> = {}): ReportedLink {
  return {
    hi_events_event_id: 2,
    linked_at: '2026-03-01T10:00:00.000Z',
    registered_at: '2026-03-01T10:00:01.000Z',
    missing_at: null,
    stopped_reason: null,
    has_been_live: true,
    source: { outcome: 'read', status: 'LIVE', ends_at: '2026-06-13T21:30:00.000Z' },
    payments: null,
    delivery: { received_at: '2026-03-01T10:05:00.000Z', processed_at: '2026-03-01T10:05:00.100Z' },
    has_webhook: true,
    sweep: { at: '2026-03-01T11:59:30.000Z', has_failed: false, is_overdue: false },
    messages: { waiting: 0, dead_letters: 0, delivered_at: '2026-03-01T10:05:00.200Z' },
    details: {
      differences: [],
      is_waiting: false,
      has_failed: false,
      compared_at: '2026-03-01T10:05:00.000Z',
    },
    copies: 0,
    shop: { outcome: 'open', opens_at: null },
    ...over,
  }
}

/** A report of an event whose tickets are on sale, with the link as given. */
export function aReport(
  link: ReportedLink | null = aLink(),
  over: Partial<TicketingReport> = {},
): TicketingReport {
  const event_id = over.event_id ?? '11'
  const compiled_at = '2026-03-01T12:00:00.000Z'
  const link_report: LinkReport = { event_id, compiled_at, frame_origins: [ADDRESSES.site], link }
  return {
    event_id,
    compiled_at,
    status: 'active',
    phase: 'on_sale',
    version: 3,
    changed_at: '2026-03-01T10:05:00.300Z',
    hi_events_event_id: 2,
    widget_url: `${ADDRESSES.ticketOrigin}/embed/2`,
    ends_at: '2026-06-13T21:30:00.000Z',
    last_message: { sent_at: '2026-03-01T10:05:00.150Z', received_at: '2026-03-01T10:05:00.250Z' },
    future_message_at: null,
    link_report_outcome: 'received',
    link_report,
    ...over,
  }
}

/** The API's part of the report of an event without ticketing. */
export const NO_TICKETING = {
  status: 'none',
  phase: 'none',
  version: 0,
  changed_at: null,
  hi_events_event_id: null,
  widget_url: null,
  last_message: null,
} as const satisfies Partial<TicketingReport>

/** The API's part of the report of an event that is a draft. */
export const IN_SETUP = { status: 'setup', phase: 'preparing' } as const satisfies Partial<TicketingReport>
