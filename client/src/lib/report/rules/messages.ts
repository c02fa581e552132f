import { ticketingStatusOf } from '@tuvens/contract/ticketing-status'
import type { Case, Rule } from '../shapes.ts'
import { always, noLink, NOT_KNOWN } from './when.ts'

/** Whether this site shows something else than the ticket system says. */
function isBehind({ report, link }: Case): boolean {
  const word = link?.look.status ?? null
  return word !== null && report.status !== 'none' && ticketingStatusOf(word) !== report.status
}

/** Whether what the ticket system says arrives here. */
export const MESSAGE_RULES: readonly Rule[] = [
  { code: 'messages_unknown', tone: 'unknown', when: noLink, title: 'Not looked at', means: NOT_KNOWN },
  {
    code: 'dead',
    tone: 'bad',
    when: ({ link }) => (link?.messages.dead ?? 0) > 0,
    title: 'A message about this event could not be delivered to this site',
    means: 'It is kept, and can be sent again by the people who run this site.',
    mend: 'tell',
  },
  {
    code: 'behind_waiting',
    tone: 'bad',
    when: (of) => isBehind(of) && (of.link?.messages.waiting ?? 0) > 0,
    title: 'This site is a step behind the ticket system',
    means: 'The news waits to be delivered here and is tried again all the time.',
    mend: 'again',
  },
  {
    code: 'behind',
    tone: 'bad',
    when: isBehind,
    title: 'This site shows something else than the ticket system says',
    means: 'A message must have been missed. The regular check below repairs that, mostly within a minute.',
    mend: 'again',
  },
  {
    code: 'deaf',
    tone: 'attention',
    when: ({ link }) => link?.has_webhook === false,
    title: 'The ticket system does not tell us when something changes',
    means:
      'Everything still works, but a change can take a minute to show here: only the regular check finds it.',
    mend: 'tell',
  },
  {
    code: 'waiting',
    tone: 'attention',
    when: ({ link }) => (link?.messages.waiting ?? 0) > 0,
    title: 'A message is on its way to this site',
    means: 'It arrives in moments.',
    mend: 'again',
  },
  {
    code: 'quiet',
    tone: 'good',
    when: ({ link }) => link?.delivery.received_at === null,
    title: 'Nothing to report so far',
    means: 'The ticket system tells us when something changes. It has not had to yet.',
  },
  {
    code: 'delivered',
    tone: 'good',
    when: always,
    title: 'Changes on the ticket system arrive here',
    means: 'This site shows what the ticket system last said.',
  },
]
