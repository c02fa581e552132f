import { headingOf } from '@tuvens/design'
import type { Case, Rule } from '../shapes.ts'
import { always, noLink, NOT_KNOWN } from './when.ts'

type Look = NonNullable<Case['link']>['look']

const look =
  (wanted: Look['outcome']) =>
  ({ link }: Case) =>
    link?.look.outcome === wanted
const says =
  (wanted: Look['status']) =>
  ({ link }: Case) =>
    link?.look.status === wanted

/** What the ticket system says of the event when it is looked at now. */
export const SOURCE_RULES: readonly Rule[] = [
  { code: 'source_unknown', tone: 'unknown', when: noLink, title: 'Not looked at', means: NOT_KNOWN },
  {
    code: 'deleted',
    tone: 'bad',
    when: look('missing'),
    title: 'The event was deleted on the ticket system',
    means:
      'Relink, and it is made there anew from this event; then add its tickets again. Orders of the deleted one stay with the ticket system.',
    mend: 'relink',
  },
  {
    code: 'login_refused',
    tone: 'bad',
    when: look('login_refused'),
    title: 'The ticket system no longer lets us in',
    means:
      'Its password was changed, or its access taken back. Sign in there once and we go on by ourselves.',
    mend: 'sign_in_there',
  },
  {
    code: 'source_refused',
    tone: 'bad',
    when: look('refused'),
    title: 'The ticket system does not show us this event',
    means: 'Our login there lacks the right to see it.',
    mend: 'tell',
  },
  {
    code: 'source_away',
    tone: 'bad',
    when: look('away'),
    title: 'The ticket system is not answering',
    means: 'Nobody can buy until it is back. Nothing is lost: changes made meanwhile are picked up.',
    mend: 'again',
  },
  {
    code: 'source_busy',
    tone: 'attention',
    when: look('busy'),
    title: 'The ticket system asks us to wait a moment',
    means: 'Much was asked of it in a short time. Nobody is kept from buying; look again in a minute.',
    mend: 'again',
  },
  {
    code: 'source_unreadable',
    tone: 'bad',
    when: look('unreadable'),
    title: 'The ticket system answers in a way we do not understand',
    means: 'It may be in the middle of an update, or of a version we do not know.',
    mend: 'tell',
  },
  {
    code: 'draft',
    tone: 'bad',
    when: (of) => says('DRAFT')(of) && of.link?.has_been_live === false,
    title: 'The event is not published yet',
    means: 'It is a draft on the ticket system. Publish it there and tickets show here within a second.',
    mend: 'publish',
  },
  {
    code: 'paused',
    tone: 'bad',
    when: says('DRAFT'),
    title: headingOf('paused'),
    means:
      'The event was taken back to a draft on the ticket system. Publish it again and tickets are back here within a second.',
    mend: 'publish_again',
  },
  {
    code: 'archived',
    tone: 'bad',
    when: says('CANCELLED'),
    title: 'The event is archived on the ticket system',
    means:
      'This site tells everybody that it is cancelled. If that is a mistake, take it out of the archive there.',
    mend: 'open',
  },
  {
    code: 'ended',
    tone: 'attention',
    when: says('ENDED'),
    title: 'The event is over',
    means:
      'Its end has passed, so tickets are no longer offered. If the date is wrong, change it on the ticket system.',
    mend: 'open',
  },
  {
    code: 'live',
    tone: 'good',
    when: always,
    title: 'The event is published on the ticket system',
    means: 'It was looked at just now.',
  },
]
