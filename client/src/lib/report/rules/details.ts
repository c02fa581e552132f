import type { DiagnosisInput, FindingRule } from '../shapes.ts'
import { always, isUncheckable, NOT_KNOWN } from './conditions.ts'

type Reason = NonNullable<DiagnosisInput['link']>['details']['differences'][number]['reason']

const hasDifference =
  (wanted: Reason) =>
  ({ link }: DiagnosisInput) =>
    link?.details.differences.some(({ reason }) => reason === wanted) === true

/** Whether the tickets say the same as the event: title, date, place and the rest. */
export const DETAIL_RULES: readonly FindingRule[] = [
  {
    code: 'details_unknown',
    tone: 'unknown',
    when: isUncheckable,
    title: 'Not compared',
    meaning: NOT_KNOWN,
  },
  {
    code: 'details_changed',
    tone: 'attention',
    when: hasDifference('changed'),
    title: 'The tickets say something else than this site',
    meaning: 'Somebody changed the event on the ticket system. Compare both, and choose what is right.',
    fix: 'compare',
  },
  {
    code: 'details_refused',
    tone: 'attention',
    when: hasDifference('refused'),
    title: 'The ticket system does not take a change of yours',
    meaning:
      'The tickets still say what they said before. Compare both, and change the event or its tickets.',
    fix: 'compare',
  },
  {
    code: 'venue_incomplete',
    tone: 'attention',
    when: hasDifference('incomplete'),
    title: 'The place is not on the tickets',
    meaning: 'The ticket system takes only a complete address: street, town, postal code and country.',
    fix: 'edit',
  },
  {
    code: 'single_date',
    tone: 'attention',
    when: hasDifference('single_date'),
    title: 'Tickets are for the first date only',
    meaning: 'The ticket system has no events of several dates. For the others, make an event each.',
    fix: 'edit',
  },
  {
    code: 'edit_failed',
    tone: 'attention',
    when: ({ link }) => link?.details.has_failed === true,
    title: 'A change has not reached the tickets yet',
    meaning: 'The ticket system did not take it so far. It is tried again by itself.',
    fix: 'again',
  },
  {
    code: 'edit_waiting',
    tone: 'unknown',
    when: ({ link }) => link?.details.is_waiting === true,
    title: 'A change is on its way to the tickets',
    meaning: 'It takes a moment.',
  },
  {
    code: 'details_same',
    tone: 'good',
    when: always,
    title: 'The tickets say the same as this site',
    meaning: 'Title, date and place are the same on the page, the tickets and the calendar files.',
  },
]
