import type { Case, Rule } from '../shapes.ts'
import { always, isEnabledHere, noLink } from './when.ts'

const side =
  (wanted: Case['report']['ticket_side']) =>
  ({ report }: Case) =>
    report.ticket_side === wanted

/** Whether both halves of this site know the event's tickets, and the same ones. */
export const LINK_RULES: readonly Rule[] = [
  {
    code: 'tickets_refuse',
    tone: 'bad',
    when: side('refuses'),
    title: 'The two halves of this site do not trust each other',
    means:
      'The ticket side refuses our calls: their shared secret or their clocks differ. Only the people who run this site can mend that.',
    mend: 'tell',
  },
  {
    code: 'tickets_away',
    tone: 'bad',
    when: side('away'),
    title: 'The ticket side of this site is not answering',
    means: 'Visitors see what was last known. Nothing is lost: it catches up by itself once it is back.',
    mend: 'again',
  },
  {
    code: 'tickets_unreadable',
    tone: 'bad',
    when: side('unreadable'),
    title: 'The ticket side of this site answers in a way we do not understand',
    means: 'Its version may differ from this one. Only the people who run this site can mend that.',
    mend: 'tell',
  },
  {
    code: 'not_enabled',
    tone: 'bad',
    when: (of) => !isEnabledHere(of) && of.link === null,
    title: 'Ticketing is not enabled for this event',
    means: 'Enable it, and you land on the ticket system with this event filled in.',
    mend: 'enable',
  },
  {
    code: 'half_linked',
    tone: 'bad',
    when: (of) => !isEnabledHere(of) && of.link?.told_at === null,
    title: 'The set-up stopped half-way',
    means:
      'The ticket system has your event, but this site was never told. Continue: it goes on from where it stopped and makes nothing twice.',
    mend: 'continue',
  },
  {
    code: 'unlinked',
    tone: 'bad',
    when: (of) => !isEnabledHere(of),
    title: 'Ticketing was unlinked from this event',
    means: 'Your tickets are still on the ticket system. Enable ticketing again and the same ones come back.',
    mend: 'enable',
  },
  {
    code: 'forgotten',
    tone: 'bad',
    when: noLink,
    title: 'The ticket side does not know this link any more',
    means:
      'Nobody follows your tickets, so what this page shows may be old. Continue the set-up: it finds your event there and ties it again.',
    mend: 'continue',
  },
  {
    code: 'other_link',
    tone: 'bad',
    when: ({ report, link }) => report.hi_events_event_id !== link?.hi_events_event_id,
    title: 'This event is tied to other tickets than the ticket side follows',
    means: 'Unlink, then enable ticketing again. Tickets already sold stay valid.',
    mend: 'unlink',
  },
  {
    code: 'stopped',
    tone: 'bad',
    when: ({ link }) => link?.stopped !== null,
    title: 'News about these tickets is no longer passed on',
    means:
      'This site once refused it because the link had changed. Continue the set-up: that settles which tickets belong here.',
    mend: 'continue',
  },
  {
    code: 'linked',
    tone: 'good',
    when: always,
    title: 'This event is tied to its tickets',
    means: 'Both sides name the same event.',
  },
]
