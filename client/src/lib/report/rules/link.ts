import type { DiagnosisInput, FindingRule } from '../shapes.ts'
import { always, isEnabled } from './conditions.ts'

const linkReportWas =
  (wanted: DiagnosisInput['report']['link_report_outcome']) =>
  ({ report }: DiagnosisInput) =>
    report.link_report_outcome === wanted

/** Whether this site and the ticket origin have the same link of the event. */
export const LINK_RULES: readonly FindingRule[] = [
  {
    code: 'ticket_origin_refused',
    tone: 'bad',
    when: linkReportWas('refused'),
    title: 'The two halves of this site do not trust each other',
    meaning:
      'The ticket side refuses our calls: their shared secret or their clocks differ. Only the people who run this site can fix that.',
    fix: 'tell',
  },
  {
    code: 'ticket_origin_unreachable',
    tone: 'bad',
    when: linkReportWas('unreachable'),
    title: 'The ticket side of this site is not answering',
    meaning: 'Visitors see what was last known. Nothing is lost: it catches up by itself once it is back.',
    fix: 'again',
  },
  {
    code: 'ticket_origin_unreadable',
    tone: 'bad',
    when: linkReportWas('unreadable'),
    title: 'The ticket side of this site answers in a way we do not understand',
    meaning: 'Its version may differ from this one. Only the people who run this site can fix that.',
    fix: 'tell',
  },
  {
    code: 'not_enabled',
    tone: 'bad',
    when: (input) => !isEnabled(input) && input.link === null,
    title: 'Ticketing is not enabled for this event',
    meaning: 'Enable it, and you land on the ticket system with this event filled in.',
    fix: 'enable',
  },
  {
    code: 'setup_incomplete',
    tone: 'bad',
    when: (input) => !isEnabled(input) && input.link?.registered_at === null,
    title: 'The set-up stopped half-way',
    meaning:
      'The ticket system has your event, but this site was never told. Continue: it goes on from where it stopped and makes nothing twice.',
    fix: 'continue',
  },
  {
    code: 'unlinked',
    tone: 'bad',
    when: (input) => !isEnabled(input),
    title: 'Ticketing was unlinked from this event',
    meaning:
      'Your tickets are still on the ticket system. Enable ticketing again and the same ones come back.',
    fix: 'enable',
  },
  {
    code: 'link_unknown',
    tone: 'bad',
    when: ({ link }) => link === null,
    title: 'The ticket side does not know this link any more',
    meaning:
      'Nobody follows your tickets, so what this page shows may be old. Continue the set-up: it finds your event there and links it again.',
    fix: 'continue',
  },
  {
    code: 'link_mismatch',
    tone: 'bad',
    when: ({ report, link }) => report.hi_events_event_id !== link?.hi_events_event_id,
    title: 'This event is linked to other tickets than the ticket side follows',
    meaning: 'Unlink, then enable ticketing again. Tickets already sold stay valid.',
    fix: 'unlink',
  },
  {
    code: 'relay_stopped',
    tone: 'bad',
    when: ({ link }) => link?.stopped_reason !== null,
    title: 'Changes of these tickets are no longer passed on',
    meaning:
      'This site once refused one because the link had changed. Continue the set-up: it makes clear which tickets belong here.',
    fix: 'continue',
  },
  {
    code: 'linked',
    tone: 'good',
    when: always,
    title: 'This event is linked to its tickets',
    meaning: 'Both sides name the same event.',
  },
]
