import { ticketingStatusOf } from '@tuvens/contract/ticketing-status'
import type { DiagnosisInput, FindingRule } from '../shapes.ts'
import { always, isUncheckable, NOT_KNOWN } from './conditions.ts'

/** Whether this site shows another status than the ticket system. */
function isBehind({ report, link }: DiagnosisInput): boolean {
  const source = link?.source.status ?? null
  return source !== null && ticketingStatusOf(source) !== report.status
}

/** Whether changes on the ticket system arrive here. */
export const MESSAGE_RULES: readonly FindingRule[] = [
  {
    code: 'messages_unknown',
    tone: 'unknown',
    when: isUncheckable,
    title: 'Not looked at',
    meaning: NOT_KNOWN,
  },
  {
    code: 'wrong_clock',
    tone: 'bad',
    when: ({ report }) => report.future_message_at !== null,
    title: 'A message about this event has a time that is still to come',
    meaning:
      'A clock is wrong, so this site did not take the message. The people who run this site can set the clock; after that the right state arrives by itself. Trying again is harmless.',
    fix: 'tell',
  },
  {
    code: 'dead_letters',
    tone: 'bad',
    when: ({ link }) => (link?.messages.dead_letters ?? 0) > 0,
    title: 'A message about this event could not be delivered to this site',
    meaning: 'It is kept, and the people who run this site can send it again.',
    fix: 'tell',
  },
  {
    code: 'behind_waiting',
    tone: 'bad',
    when: (input) => isBehind(input) && (input.link?.messages.waiting ?? 0) > 0,
    title: 'This site is a step behind the ticket system',
    meaning: 'The change waits to be delivered here and is tried again all the time.',
    fix: 'again',
  },
  {
    code: 'behind',
    tone: 'bad',
    when: isBehind,
    title: 'This site shows something else than the ticket system says',
    meaning: 'A message must have been missed. The regular check below repairs that, mostly within a minute.',
    fix: 'again',
  },
  {
    code: 'no_webhook',
    tone: 'attention',
    when: ({ link }) => link?.has_webhook === false,
    title: 'The ticket system does not tell us when something changes',
    meaning:
      'Everything still works, but a change can take a minute to show here: only the regular check finds it.',
    fix: 'tell',
  },
  {
    code: 'waiting',
    tone: 'attention',
    when: ({ link }) => (link?.messages.waiting ?? 0) > 0,
    title: 'A message is on its way to this site',
    meaning: 'It arrives in moments.',
    fix: 'again',
  },
  {
    code: 'no_message_yet',
    tone: 'good',
    when: ({ link }) => link?.delivery.received_at === null,
    title: 'Nothing to report so far',
    meaning: 'The ticket system tells us when something changes. Nothing has changed yet.',
  },
  {
    code: 'delivered',
    tone: 'good',
    when: always,
    title: 'Changes on the ticket system arrive here',
    meaning: 'This site shows what the ticket system last said.',
  },
]
