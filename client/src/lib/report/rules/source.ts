import { headingOf } from '@tuvens/design'
import type { DiagnosisInput, FindingRule } from '../shapes.ts'
import { always, isUncheckable, NOT_KNOWN } from './conditions.ts'

type ReportedSource = NonNullable<DiagnosisInput['link']>['source']

const sourceWas =
  (wanted: ReportedSource['outcome']) =>
  ({ link }: DiagnosisInput) =>
    link?.source.outcome === wanted
const hasStatus =
  (wanted: ReportedSource['status']) =>
  ({ link }: DiagnosisInput) =>
    link?.source.status === wanted

/** Told before the event is published, too: a buyer would fill in a checkout for nothing. */
const paymentsAre =
  (wanted: NonNullable<DiagnosisInput['link']>['payments']) =>
  ({ link }: DiagnosisInput) =>
    link?.payments === wanted && ['LIVE', 'DRAFT'].includes(link.source.status ?? '')

/** How the event stands on the ticket system at this moment. */
export const SOURCE_RULES: readonly FindingRule[] = [
  {
    code: 'source_unknown',
    tone: 'unknown',
    when: isUncheckable,
    title: 'Not looked at',
    meaning: NOT_KNOWN,
  },
  {
    code: 'deleted',
    tone: 'bad',
    when: sourceWas('missing'),
    title: 'The event was deleted on the ticket system',
    meaning:
      'Relink, and it is created there again from this event; then add its tickets again. Orders of the deleted one stay with the ticket system.',
    fix: 'relink',
  },
  {
    code: 'login_refused',
    tone: 'bad',
    when: sourceWas('login_refused'),
    title: 'The ticket system no longer lets us in',
    meaning:
      'Its password was changed, or its access was taken back. Sign in there once; everything else then works again by itself.',
    fix: 'sign_in_there',
  },
  {
    code: 'source_refused',
    tone: 'bad',
    when: sourceWas('refused'),
    title: 'The ticket system does not show us this event',
    meaning: 'Our login there may not see it.',
    fix: 'tell',
  },
  {
    code: 'source_unreachable',
    tone: 'bad',
    when: sourceWas('unreachable'),
    title: 'The ticket system is not answering',
    meaning: 'Nobody can buy until it is back. Nothing is lost: changes made meanwhile are picked up.',
    fix: 'again',
  },
  {
    code: 'source_busy',
    tone: 'attention',
    when: sourceWas('busy'),
    title: 'The ticket system asks us to wait a moment',
    meaning: 'It received many calls in a short time. Visitors can still buy; look again in a minute.',
    fix: 'again',
  },
  {
    code: 'source_unreadable',
    tone: 'bad',
    when: sourceWas('unreadable'),
    title: 'The ticket system answers in a way we do not understand',
    meaning: 'It may be in the middle of an update, or have a version we do not know.',
    fix: 'tell',
  },
  {
    code: 'cards_off',
    tone: 'bad',
    when: paymentsAre('cards_off'),
    title: 'Nobody can pay for the tickets',
    meaning:
      'The event takes cards only, and card payments are not set up on the ticket system: a checkout fails at its last step. Choose offline payment in the event’s settings there, or ask the people who run this site to set up cards (Stripe).',
    fix: 'open',
  },
  {
    code: 'no_payment',
    tone: 'bad',
    when: paymentsAre('none'),
    title: 'Nobody can pay for the tickets',
    meaning:
      'No way to pay is chosen. Open the event’s payment settings on the ticket system and choose one.',
    fix: 'open',
  },
  {
    code: 'draft',
    tone: 'bad',
    when: (input) => hasStatus('DRAFT')(input) && input.link?.has_been_live === false,
    title: 'The event is not published yet',
    meaning: 'It is a draft on the ticket system. Publish it there and tickets show here within a second.',
    fix: 'publish',
  },
  {
    code: 'paused',
    tone: 'bad',
    when: hasStatus('DRAFT'),
    title: headingOf('paused'),
    meaning:
      'The event was taken back to a draft on the ticket system. Publish it again and tickets are back here within a second.',
    fix: 'publish_again',
  },
  {
    code: 'archived',
    tone: 'bad',
    when: hasStatus('CANCELLED'),
    title: 'The event is archived on the ticket system',
    meaning:
      'This site tells everybody that it is cancelled. If that is a mistake, take it out of the archive there.',
    fix: 'tell_holders',
  },
  {
    code: 'ended',
    tone: 'attention',
    when: hasStatus('ENDED'),
    title: 'The event is over',
    meaning:
      'Its end has passed, so tickets are no longer offered. If the date is wrong, change it on the ticket system.',
    fix: 'open',
  },
  {
    code: 'live',
    tone: 'good',
    when: always,
    title: 'The event is published on the ticket system',
    meaning: 'It was looked at just now.',
  },
]
